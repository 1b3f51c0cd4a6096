import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from applications import clock
from applications.audit.services import record
from applications.suppliers.entry.models import DirectoryConsent
from applications.suppliers.models import PoolState, Supplier
from diagnosis.directory.models import Edition, Listing
from diagnosis.directory.search import BY_LEVEL, Found, Wanted, match, search
from diagnosis.directory.services import refresh, refresh_if_due
from diagnosis.scoring.models import Outcome
from tests.factories.directory import agree, make_listed
from tests.factories.outcomes import make_outcome
from tests.factories.rulings import make_ruling
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db


@pytest.fixture
def companies() -> None:
    make_listed(
        "한빛시스템", "technology:MES", "technology:APS", "region:26", "industry:29", products=("빛나라 엠이에스",)
    )
    make_listed("㈜두리 로보틱스", "technology:ROBOT", "region:26")
    make_listed("세움데이터", "technology:MES", "region:00")
    refresh()


def names(found: Found) -> list[str]:
    by_number = dict(Listing.objects.values_list("pk", "name"))
    return [by_number[number] for number in found.listings]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("한빚 시스템", ["한빛시스템"]),
        ("두리로보틱스", ["㈜두리 로보틱스"]),
        ("도리 로보틱스", ["㈜두리 로보틱스"]),
        ("빛나라엠이에스", ["한빛시스템"]),
        ("로봇", ["㈜두리 로보틱스"]),
        ("부산 mes", ["한빛시스템", "세움데이터"]),
        ("가", []),
        ("★", []),
        ("' OR 1=1 --", []),
        ('"', []),
        ("%%_", []),
    ],
)
def test_words_find_names_products_and_terms(companies, typed, expected):
    assert names(search(Wanted(typed))) == expected


def test_no_words_find_everybody(companies):
    assert sorted(names(search(Wanted()))) == ["㈜두리 로보틱스", "세움데이터", "한빛시스템"]


def test_words_that_never_meet_are_said_to_be_loose(companies):
    found = search(Wanted("한빛시스템 로봇"))

    assert (sorted(names(found)), found.is_loose) == (["㈜두리 로보틱스", "한빛시스템"], True)
    assert search(Wanted("부산 mes")).is_loose is False


def test_a_choice_counts_what_the_others_leave(companies):
    found = search(Wanted(chosen={"technology": ("technology:MES",), "region": ("region:11",)}))

    assert names(found) == ["세움데이터"]
    assert {term: found.counts[term] for term in ("region:26", "region:11", "technology:MES", "technology:ROBOT")} == {
        "region:26": 2,
        "region:11": 1,
        "technology:MES": 1,
        "technology:ROBOT": 0,
    }


def test_needs_rank_by_how_many_are_met(companies):
    needs = ("technology:MES", "technology:APS", "region:26", "industry:29")

    assert names(match(needs)) == ["한빛시스템", "세움데이터", "㈜두리 로보틱스"]
    assert match(()).listings == []


def test_only_those_who_agreed_and_are_approved_are_listed():
    make_supplier()
    agree(make_supplier(pool_state=PoolState.SUSPENDED))
    shown = make_listed("보이는기업")
    refresh()

    assert [one.supplier for one in Listing.objects.all()] == [shown]


def test_a_level_is_shown_while_its_result_stands():
    outcome = make_outcome()
    agree(outcome.application.supplier)
    refresh()
    listing = Listing.objects.get()

    assert (listing.level, listing.outcome) == (outcome.level, outcome)
    assert search(Wanted(chosen={"level": (f"level:{outcome.level}",)})).listings == [listing.pk]

    make_ruling(outcome, clock.today())
    refresh()

    assert Listing.objects.values_list("level", "outcome", "level_rank").get() == ("", None, -1)
    assert search(Wanted(chosen={"level": (f"level:{outcome.level}",)})).listings == []


def test_an_unpublished_result_shows_nothing():
    outcome = make_outcome(published=False)
    agree(outcome.application.supplier)
    refresh()

    assert Listing.objects.values_list("level", "outcome").get() == ("", None)


def test_the_order_by_level_puts_the_highest_first():
    low, high = (make_outcome(ratings=(rating,) * 3) for rating in ("2", "4"))
    for outcome in (low, high):
        agree(outcome.application.supplier)
    refresh()

    assert names(search(Wanted(order=BY_LEVEL))) == [one.application.supplier.name for one in (high, low)]


def test_writing_again_changes_nothing_and_a_changed_name_is_followed(companies):
    mark = Edition.objects.get().mark

    assert (refresh(), Edition.objects.get().mark) == (0, mark)

    Supplier.objects.filter(name="세움데이터").update(name="새움데이터")

    assert (refresh(), Edition.objects.get().mark == mark) == (1, False)
    assert names(search(Wanted("새움데이터"))) == ["새움데이터"]


def test_it_is_written_anew_only_after_acts_that_concern_it(companies):
    Supplier.objects.filter(name="세움데이터").update(name="새움데이터")
    record("application:1", "answers.saved", by=None)

    assert refresh_if_due() == 0

    record("supplier:1", "supplier.edited", by=None)

    assert refresh_if_due() == 1


def test_a_consent_taken_back_is_followed_when_it_is_written(companies):
    DirectoryConsent.objects.filter(supplier__name="세움데이터").update(revoked_at=clock.now())

    assert refresh() == 1
    assert "세움데이터" not in names(search(Wanted()))


def test_the_number_of_queries_depends_on_the_words_alone(companies):
    def cost(typed: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            search(Wanted(typed))
        return len(queries)

    search(Wanted())
    assert [cost(""), cost("한빛"), cost("부산 mes"), cost("가나 다라 마바 사아 자차 카타")] == [1, 2, 4, 6]


def test_no_score_stands_in_the_directory():
    outcome = make_outcome()
    agree(outcome.application.supplier)
    refresh()
    held = {field.attname: getattr(Listing.objects.get(), field.attname) for field in Listing._meta.fields}

    assert str(outcome.total) not in str(held)
    assert Outcome.objects.get().total == outcome.total
