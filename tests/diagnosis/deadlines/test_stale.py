"""Documents that a round will find too old: told once, a row to do, gone when a newer one stands in the store."""

from datetime import timedelta
from itertools import count

import pytest
from django.utils import timezone

from applications import clock
from applications.documents.models import DocumentVersion
from applications.filing.workflow import State
from applications.notices.kinds import Delivery, Kind
from applications.notices.models import Notice, Preference
from applications.rounds.models import Round
from applications.suppliers.models import PoolState, Standing, Supplier
from diagnosis.deadlines.calendar_files import calendar_of
from diagnosis.deadlines.queries import deadlines_for
from diagnosis.deadlines.services import remind
from diagnosis.deadlines.stale import stale_documents
from diagnosis.deadlines.warning import warn
from tests.factories.documents import make_version
from tests.factories.filing import make_application
from tests.factories.people import make_member
from tests.factories.rounds import make_round
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db
serials = count(1)


@pytest.fixture
def round_() -> Round:
    return make_round("2026-2", closes_at=clock.now() + timedelta(days=20))


@pytest.fixture
def supplier() -> Supplier:
    supplier = make_supplier()
    make_member(supplier)
    return supplier


def issued(months: int):
    return timezone.localdate() - timedelta(days=months * 31)


def certificate(supplier: Supplier, *, months: int = 3, **fields) -> DocumentVersion:
    named = {"kind": "national_tax", "title": "국세 납세증명서", "issued_on": issued(months)}
    return make_version(supplier, f"%PDF-1.7 {next(serials)}".encode(), **(named | fields))


def letters() -> list[str]:
    return list(Notice.objects.filter(kind=Kind.DOCUMENT).values_list("body", flat=True))


def test_a_company_hears_once_of_all_that_will_be_too_old(round_, supplier):
    certificate(supplier)
    certificate(supplier, kind="certificate", title="ISO 인증서", issued_on=None, valid_until=timezone.localdate())
    certificate(supplier, months=0)

    assert [warn(), warn(), warn()] == [1, 0, 0]

    (letter,) = letters()
    assert ("국세 납세증명서" in letter, "ISO 인증서" in letter, letter.count("\n- ")) == (True, True, 2)


def test_what_comes_later_is_told_by_itself(round_, supplier):
    certificate(supplier)
    warn()

    certificate(supplier, kind="local_tax", title="지방세 납세증명서", months=4)

    assert warn() == 1
    assert ["지방세" in letter for letter in letters()] == [False, True]


def test_it_is_a_row_and_a_date_until_a_newer_one_stands_in_the_store(round_, supplier):
    old = certificate(supplier)
    person = supplier.members.first().user
    (row,) = deadlines_for(person, clock.now())
    assert ("2026-2" in row.said, row.link) == (True, f"/documents/{old.document.key}/renew/")
    assert f"stale:{old.document.key}".encode() in b"".join(calendar_of((), [row]).split(b"\r\n "))

    certificate(supplier, months=0, document=old.document)

    assert (deadlines_for(person, clock.now()), warn()) == ([], 0)


def test_a_newer_one_that_is_too_old_again_is_told_anew(round_, supplier):
    old = certificate(supplier, months=4)
    warn()

    certificate(supplier, months=3, document=old.document)

    assert warn() == 1


def test_reminders_go_to_those_who_write_an_application_until_it_is_replaced(round_, supplier):
    old = certificate(supplier, uploaded_at=clock.now() - timedelta(days=60))
    Round.objects.update(closes_at=clock.now() + timedelta(days=6))
    assert remind() == 0

    make_application(supplier=supplier, round_=round_)
    stale = [one for one in Notice.objects.all() if "stale" in one.key]
    assert (remind(), stale) == (1, [])

    certificate(supplier, months=0, document=old.document)
    Round.objects.update(closes_at=clock.now() + timedelta(days=2))
    assert remind() == 0


def test_left_as_it_is_the_reminder_comes_again(round_, supplier):
    certificate(supplier, uploaded_at=clock.now() - timedelta(days=60))
    make_application(supplier=supplier, round_=round_)
    Round.objects.update(closes_at=clock.now() + timedelta(days=6))
    assert remind() == 1

    Round.objects.update(closes_at=clock.now() + timedelta(days=2))

    assert remind() == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda: DocumentVersion.objects.update(issued_on=timezone.localdate()),
        lambda: DocumentVersion.objects.get().document.__class__.objects.update(hidden_at=clock.now()),
        lambda: Supplier.objects.update(pool_state=PoolState.SUSPENDED),
        lambda: Round.objects.update(closes_at=clock.now() - timedelta(minutes=1)),
        lambda: Round.objects.update(
            opens_at=clock.now() + timedelta(days=40), closes_at=clock.now() + timedelta(days=50)
        ),
        lambda: make_application(supplier=Supplier.objects.get(), state=State.SUBMITTED, order_number=1),
    ],
    ids=["fresh", "put away", "suspended", "closed", "far ahead", "has filed"],
)
def test_nobody_is_told_of_what_does_not_matter(round_, supplier, change):
    certificate(supplier)

    change()

    assert (warn(), deadlines_for(supplier.members.first().user, clock.now())) == (0, [])


def test_it_goes_to_those_who_write_as_they_want_to_hear_of_it(round_, supplier):
    certificate(supplier)
    person = supplier.members.first().user
    make_member(supplier, Standing.VIEWER)
    Preference.objects.create(user=person, kind=Kind.DOCUMENT, delivery=Delivery.DIGEST)

    warn()

    assert list(Notice.objects.values_list("recipient", "delivery")) == [(person.pk, Delivery.DIGEST)]


def test_the_number_of_questions_does_not_grow_with_companies(round_, django_assert_max_num_queries):
    for _company in range(5):
        certificate(make_supplier())

    with django_assert_max_num_queries(3):
        assert len(stale_documents(Supplier.objects.all(), clock.now())) == 5
