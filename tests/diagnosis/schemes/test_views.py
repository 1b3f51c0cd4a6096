"""The pages of schemes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.roles import Role
from diagnosis.schemes.models import DraftState, SchemeDraft
from grading.load import load_scheme
from tests.factories.people import make_user
from tests.factories.schemes import make_draft, scheme_files, zipped

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True


@pytest.fixture
def agency(client):
    person = make_user(Role.AGENCY, is_demo=True)
    client.force_login(person)
    return person


def send(client, files, **options):
    return client.post(reverse("schemes:upload"), {"archive": zipped(files, **options)})


def test_an_upload_leads_to_the_draft_with_its_proof(client, agency):
    response = send(client, scheme_files(), folder="2027-1/")

    draft = SchemeDraft.objects.get()
    assert response.url == reverse("schemes:detail", args=[draft.ref])
    page = client.get(response.url).content.decode()
    assert "모든 항목이 3점 → 800.0점 → Level 3" in page
    assert "올린 사람은 공고할 수 없습니다" in page


def test_faults_are_listed_with_place_and_reason_and_nothing_is_stored(client, agency):
    files = scheme_files(levels=('min = "950"', 'min = "940"'))

    response = send(client, files)

    assert (response.status_code, SchemeDraft.objects.count()) == (422, 0)
    assert "levels/level/4+" in response.content.decode()


@pytest.mark.parametrize(("language", "said"), [("ko", "위 등급과 겹칩니다"), ("en", "Overlaps the Level above")])
def test_faults_read_in_the_readers_language(client, agency, language, said):
    files = scheme_files(levels=('score_max = "820"', 'score_max = "821"'))

    data = {"archive": zipped(files)}
    response = client.post(reverse("schemes:upload"), data, headers={"Accept-Language": language})

    assert (response.status_code, said in response.content.decode()) == (422, True)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"not a zip", "ZIP 파일로 열 수 없습니다"),
        (b"0" * (1024**2 + 1), "파일이 너무 큽니다"),
        (None, "필수 항목입니다"),
    ],
)
def test_bad_uploads_are_told_beside_the_field(client, agency, content, sentence):
    archive = zipped({})
    if content is not None:
        archive.seek(0), archive.truncate(), archive.write(content), archive.seek(0)

    response = client.post(reverse("schemes:upload"), {"archive": archive} if content is not None else {})

    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_publishing_asks_first_and_freezes(client, agency):
    draft = make_draft()
    address = reverse("schemes:publish", args=[draft.ref])
    assert "되돌릴 수 없어요" in client.get(address).content.decode()

    page = client.post(address, follow=True).content.decode()

    draft.refresh_from_db()
    assert (draft.state, draft.published_by) == (DraftState.PUBLISHED, agency)
    assert "공고 상태로 굳혔습니다" in page
    assert client.post(address).status_code == 403


def test_closing_and_discarding(client, agency):
    draft = make_draft()

    assert client.post(reverse("schemes:discard", args=[draft.ref])).url == reverse("schemes:list")

    draft.refresh_from_db()
    assert draft.state == DraftState.DISCARDED
    assert client.post(reverse("schemes:close", args=[draft.ref])).status_code == 403


def test_the_portals_own_schemes_are_read_here_and_never_moved(client, agency):
    assert "포털에 들어 있음" in client.get(reverse("schemes:list")).content.decode()
    assert client.get(reverse("schemes:detail", args=["2025-1"])).status_code == 200
    for act in ("publish", "close", "discard"):
        assert client.post(reverse(f"schemes:{act}", args=["2026-1"])).status_code == 404


@pytest.mark.parametrize("ref", ["2031-1", "draft-", "draft-0", "draft-99999999999", "draft-x", "draft-²", ".."])
def test_an_unknown_name_is_not_found(client, agency, ref):
    assert client.get(reverse("schemes:detail", args=[ref])).status_code == 404


def test_every_assumed_figure_is_listed_with_place_and_source(client, agency):
    address = reverse("schemes:figures", args=["2026-1"])
    first = client.get(address)
    pages = first.context["page_obj"].paginator
    shown = [one for number in pages.page_range for one in client.get(address, {"page": number}).context["page_obj"]]
    scheme = load_scheme("2026-1")

    assert {one.place for one in shown} == {
        one.place for one in first.context["version"].figures if scheme.origin(one.place).assumption
    }
    assert ("rules/aggregation/trim_from", "5") in {(one.place, one.value) for one in shown}
    assert all(one.source for one in shown)


def test_with_all_every_figure_is_listed(client, agency):
    address = reverse("schemes:figures", args=["2026-1"])
    few, many = client.get(address).context["count"], client.get(address, {"all": 1}).context["count"]

    assert 0 < few < many


def test_the_figures_of_one_file_can_be_read_alone(client, agency):
    address = reverse("schemes:figures", args=["2026-1"])

    page = client.get(address, {"file": "rules.toml"}).context

    assert {one.file for one in page["page_obj"]} == {"rules.toml"}
    assert page["files"]["rules.toml"] == page["count"]
    assert client.get(address, {"file": "none.toml"}).context["count"] == 0


def test_the_ministry_reads_and_does_not_write(client):
    client.force_login(make_user(Role.MINISTRY, is_demo=True))
    draft = make_draft()

    page = client.get(reverse("schemes:detail", args=[draft.ref])).content.decode()

    assert "공고하기" not in page
    assert client.get(reverse("schemes:upload")).status_code == 403


@pytest.mark.parametrize("page", ["schemes:list", "schemes:detail", "schemes:figures"])
def test_the_queries_do_not_grow_with_the_drafts(client, agency, page):
    counts = []
    for code in ("2027-1", "2028-1", "2028-2"):
        draft = make_draft(code)
        address = reverse(page, args=[] if page == "schemes:list" else [draft.ref])
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))

    assert counts == [counts[0]] * 3
    assert counts[0] <= 15


def test_a_draft_that_todays_rules_refuse_says_why(client, agency):
    draft = make_draft()
    draft.files["levels.toml"] = draft.files["levels.toml"].replace('min = "950"', 'min = "940"')
    draft.save()

    page = client.get(reverse("schemes:detail", args=[draft.ref])).content.decode()

    assert "지금 검사하면 잘못이 나와요" in page
