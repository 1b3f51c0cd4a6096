"""A cohort under a change is what the kernel says of each of its members alone."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from applications.filing.workflow import State
from applications.roles import Role
from applications.rounds.models import Round
from diagnosis.scoring.cohort import cohort_of, published_results
from diagnosis.scoring.models import Outcome
from diagnosis.scoring.services import confirm_run, publish_run
from diagnosis.scoring.trying import NO_TRIMMING, Wish, change_of
from grading.cohort import tried as tried_on
from grading.grade import grade, grade_track
from grading.load import load_scheme
from grading.values import KTRS, Scheme
from grading.what_if import ChangeRefused, changed_scheme, marks_of
from tests.factories.outcomes import make_outcome
from tests.factories.people import make_user
from tests.factories.scoring import make_assessed, score
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db
UNEVEN = ["0", "0.5", "1", "1.5", "2", "2.5", "3", "3.5", "4", "4.5", "5", "2"]
PANELS = (
    (3, 3, 3),
    (UNEVEN, UNEVEN[::-1], 4, 5, 1),
    (2, "2.5"),
    ("4.5", 5, 5, 5, "3.5"),
    (UNEVEN, "3.5", 1, 2),
    (5, 5, 0),
)
WISHES = {
    "nothing": Wish(),
    "edges": Wish(edges={"3-": Decimal("700.0"), "2+": Decimal("690.5")}),
    "sections": Wish(sections={"1": 201, "2": 399, "3": 400}),
    "share": Wish(ktrs_percent=41),
    "trim from three": Wish(trim_from=3),
    "no trimming": Wish(trim_from=NO_TRIMMING),
    "mode": Wish(bonus_mode="report_separately"),
    "all": Wish({"5": Decimal(930)}, {"1": 250, "2": 400, "3": 350}, None, 4, "report_separately"),
}


@pytest.fixture
def round_() -> Round:
    """A published round: panels of two to five sheets, every second company with an AI score."""
    first = None
    for number, panel in enumerate(PANELS):
        supplier = make_supplier(region_code="11" if number % 2 else "41")
        application = make_assessed(*panel, letter="ABCDE"[number % 5], supplier=supplier)
        first = first or application
        if number % 2:
            make_assessed("2", "3.5", track="MFG_AI", supplier=supplier)
    run = score(first)
    confirm_run(run, by=make_user(Role.AGENCY))
    publish_run(run, by=make_user(Role.AGENCY))
    return first.round


def tried(scheme: Scheme, wish: Wish) -> Scheme:
    return changed_scheme(scheme, change_of(scheme, wish))


def ranks_under(round_: Round, wish: Wish) -> list[int]:
    cohort = cohort_of(round_).cohort
    return tried_on(cohort, change_of(cohort.scheme, wish)).rank.tolist()


def one_by_one(round_: Round, wish: Wish) -> list[int]:
    """Every stored result graded by itself under the changed scheme."""
    changed, ranks = tried(load_scheme(round_.scheme_code), wish), []
    for outcome in published_results(round_).order_by("pk"):
        sheets, letters = marks_of(outcome.trace["tracks"]["INTEGRATED"])
        ranks.append(grade(changed, grade_track(changed, "INTEGRATED", sheets, letters), outcome.ai).level.rank)
    return ranks


@pytest.mark.parametrize("name", WISHES)
def test_the_cohort_is_what_its_members_are_alone(round_, name):
    assert len(cohort_of(round_).cohort) == len(PANELS)
    assert ranks_under(round_, WISHES[name]) == one_by_one(round_, WISHES[name])


def test_every_wish_of_the_test_moves_somebody(round_):
    ranks = cohort_of(round_).cohort.rank.tolist()

    still = {name for name, wish in WISHES.items() if ranks_under(round_, wish) == ranks}

    assert still == {"nothing"}


def test_labels_stand_in_the_order_of_the_results_under_todays_names(round_):
    cohort = cohort_of(round_).cohort

    stored = published_results(round_).order_by("pk").values_list("application__supplier__region_code", flat=True)
    region = cohort.labels["region"]
    assert [region.names[place] for place in region.places] == list(stored)
    assert set(cohort.labels) == {"region", "supplier_type", "company_size"}


def test_a_result_that_its_marks_do_not_give_is_left_out_and_counted(round_):
    Outcome.objects.filter(pk=published_results(round_).first().pk).update(total="0.1")

    found = cohort_of(round_)

    assert (len(found.cohort), found.unfit) == (len(PANELS) - 1, 1)


def test_only_published_results_that_stand_are_in():
    shown, hidden, revoked = make_outcome(), make_outcome(published=False), make_outcome(state=State.REVOKED)
    make_outcome(track="MFG_AI")

    found = published_results(shown.application.round)

    assert list(found) == [shown]
    assert {hidden, revoked}.isdisjoint(found)


def test_a_round_without_results_has_no_cohort():
    assert cohort_of(make_outcome(published=False).application.round) is None


def test_a_cohort_is_read_once_and_anew_when_another_result_is_published(round_):
    counts = []
    for _turn in range(2):
        with CaptureQueriesContext(connection) as queries:
            cohort_of(round_)
        counts.append(len(queries))
    make_outcome(round_=round_)

    assert (counts, len(cohort_of(round_).cohort)) == ([4, 1], len(PANELS) + 1)


@pytest.mark.parametrize("percent", [1, 17, 30, 33, 80])
def test_a_share_keeps_the_total_and_the_proportions(percent):
    track = tried(load_scheme("2026-1"), Wish(ktrs_percent=percent)).tracks["INTEGRATED"]

    ktrs = [item.points for item in track.items if item.marked_by == KTRS]
    assert (sum(item.points for item in track.items), sum(ktrs)) == (1000, percent * 10)
    assert max(ktrs) - min(ktrs) <= 1


@pytest.mark.parametrize(
    ("wish", "reason"),
    [
        (Wish(sections={"1": 300}, ktrs_percent=20), "하나만"),
        (Wish(sections={"1": 301, "2": 350, "3": 350}), "1001점이 1000점과 다릅니다"),
        (Wish(ktrs_percent=99), "1점 이상"),
        (Wish(edges={"3": Decimal(900)}), "낮아야 합니다"),
        (Wish(edges={"3": Decimal("780.05")}), "소수 1자리"),
        (Wish(edges={"0": Decimal(1)}), "바꿀 수 없습니다"),
    ],
)
def test_what_does_not_hold_together_is_refused(wish, reason):
    with pytest.raises(ChangeRefused, match=reason):
        tried(load_scheme("2026-1"), wish)


def test_trying_leaves_the_scheme_as_it_is():
    scheme = load_scheme("2026-1")
    before = replace(scheme)

    tried(scheme, WISHES["all"])

    assert load_scheme("2026-1") is scheme
    assert (scheme.levels, scheme.panel, scheme.tracks) == (before.levels, before.panel, before.tracks)
