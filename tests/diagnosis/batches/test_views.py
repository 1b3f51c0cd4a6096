import csv
import hashlib
import io
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse

from applications import clock
from applications.audit.models import Event
from applications.jobs.models import JobState
from applications.roles import Role
from diagnosis.batches.archive import archive
from diagnosis.batches.models import Batch
from diagnosis.batches.queries import batches, progress_of
from diagnosis.batches.services import perform_part, request_batch
from diagnosis.reports.models import Report
from tests.factories.outcomes import make_outcome
from tests.factories.people import make_user
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(client, settings):
    settings.DEMO = True
    person = make_user(Role.OPERATOR, is_demo=True)
    client.force_login(person)
    return person


def made_batch(*outcomes) -> Batch:
    batch = request_batch(outcomes[0].application.round, by=None)
    for job in batch.jobs.all():
        perform_part(job.pk)
    return batch


def test_asking_leads_to_the_batch_in_words(client, operator):
    round_ = make_outcome().application.round

    page = client.post(reverse("batches:start", args=[round_.code]), {"language": "en"}, follow=True).content.decode()

    assert f"{round_.name} 영어 결과 문서, 1번째" in page
    assert "남은 시간을 재고 있어요" in page


def test_asking_again_says_that_it_is_under_way_or_complete(client, operator):
    outcome = make_outcome()
    start = reverse("batches:start", args=[outcome.application.round.code])
    client.post(start)

    running = client.post(start, follow=True).content.decode()
    Batch.objects.get().jobs.update(state=JobState.QUEUED)
    perform_part(Batch.objects.get().jobs.get().pk)
    complete = client.post(start, follow=True).content.decode()

    assert "이미 만들고 있습니다" in running
    assert "모두 있습니다" in complete


def test_the_time_left_comes_from_the_latest_documents():
    outcomes = [make_outcome() for _number in range(6)]
    batch = request_batch(outcomes[0].application.round, by=None)
    job, now = batch.jobs.earliest("pk"), clock.now()
    for number, outcome in enumerate(outcomes[:3]):
        at = now - timedelta(seconds=20 * number)
        Report.objects.create(outcome=outcome, file="x", sha256="0" * 64, size=1, pages=1, job=job, made_at=at)
    batch.jobs.filter(pk=job.pk).update(done=3)

    assert progress_of(batches().get()).left == timedelta(seconds=60)


def test_the_archive_holds_every_file_and_a_list_that_proves_them(client, operator):
    outcome = make_outcome(supplier=make_supplier(name="=HYPERLINK(../../x)"))
    batch = made_batch(outcome, make_outcome())

    answer = client.post(reverse("batches:download", args=[batch.pk]))
    packed = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))

    names = packed.namelist()
    rows = list(csv.reader(io.StringIO(packed.read("목록.csv").decode("utf-8-sig"))))[1:]
    assert packed.testzip() is None
    assert len(names) == len(set(names)) == 5
    assert [name for name in names if "/" in name or "\\" in name] == []
    assert {name: hashlib.sha256(packed.read(name)).hexdigest() for name in names[:-1]} == {
        row[0]: row[3] for row in rows
    }
    assert [row[2] for row in rows if row[2].startswith("=")] == []
    assert Event.objects.get(verb="reports.taken").actor_id == operator.pk


def test_the_archive_leaves_while_it_is_written():
    batch = made_batch(make_outcome(), make_outcome())
    largest = max(Report.objects.values_list("size", flat=True))

    pieces = [len(piece) for piece in archive(batch)]

    assert len(pieces) == 5
    assert max(pieces) < largest + 4096


@pytest.mark.parametrize("role", [Role.SUPPLIER, Role.ASSESSOR, Role.MINISTRY, Role.AUDITOR])
def test_others_take_nothing_away(client, settings, role):
    settings.DEMO = True
    batch = request_batch(make_outcome().application.round, by=None)
    client.force_login(make_user(role, is_demo=True))

    assert client.post(reverse("batches:download", args=[batch.pk])).status_code == 403
    assert client.post(reverse("batches:stop", args=[batch.pk])).status_code == 403


@pytest.mark.parametrize("count", [1, 4])
def test_overview_holds_a_fixed_number_of_queries(client, operator, django_assert_num_queries, count):
    round_ = make_outcome().application.round
    for number in range(count):
        Batch.objects.create(round=round_, number=number, language="ko", outcomes=[1])

    with django_assert_num_queries(4):
        client.get(reverse("batches:list"))
