from collections import Counter
from decimal import Decimal
from fractions import Fraction

from applications import clock
from applications.filing.models import Application
from applications.filing.workflow import RESULT_STATES, State
from applications.suppliers.models import Supplier
from applications.suppliers.regions import current_code
from diagnosis.scoring.figures import round_standings
from diagnosis.scoring.models import Outcome
from grading.load import load_scheme
from portal.dashboards import figures, queries
from portal.dashboards.overview import chosen_round, overview_of
from portal.dashboards.queries import Result
from portal.dashboards.suppression import hidden

SCHEME = load_scheme("2026-1")
LADDER = ["0", "1-", "1", "1+", "2-", "2", "2+", "3-", "3", "3+", "4-", "4", "4+", "5"]


def published() -> list[Outcome]:
    """The outcomes that count, found one by one rather than by the query under test."""
    return [
        one
        for one in Outcome.objects.select_related("application__supplier")
        if one.current and one.published_at and one.application.state in RESULT_STATES - {State.REVOKED}
    ]


def result(level: str = "2", region: str = "41", kind: str = "SMART_MFG") -> Result:
    return Result("INTEGRATED", level, level, {}, region, kind)


def test_stages_are_those_of_the_applications_one_by_one(round_):
    stages = queries.stages_by_track(round_)

    for track in SCHEME.tracks:
        mine = list(Application.objects.filter(round=round_, track=track))
        filed = [one for one in mine if one.submissions.exists()]
        assert stages[track].applied == len(filed)
        assert stages[track].seated == sum(one.holds_seat for one in mine)
        assert stages[track].published == sum(one.state in RESULT_STATES for one in mine)
        assert stages[track].waiting == sum(one.state == State.WAITING for one in mine)
        seen = stages[track]
        assert seen.applied >= seen.eligible >= seen.seated >= seen.assessed >= seen.published


def test_the_published_figure_is_the_agencys_too(round_):
    standing = next(one for one in round_standings() if one.round == round_)

    assert overview_of(round_).published == standing.published


def test_levels_and_the_excellent_are_counted_from_the_outcomes(round_):
    overview = overview_of(round_)
    graded = [one for one in published() if one.level]
    edge = SCHEME.level(SCHEME.excellent_level).rank

    assert {label: count for label, count, _said in overview.levels.bars if count} == Counter(
        one.level for one in graded
    )
    assert {label: count for label, count, _said in overview.base_levels if count} == Counter(
        one.base_level for one in graded
    )
    assert [label for label, _count, _said in overview.levels.bars] == LADDER
    assert overview.excellent == sum(SCHEME.level(one.level).rank >= edge for one in graded)
    assert overview.revoked == Application.objects.filter(round=round_, state=State.REVOKED).count() > 0


def test_mean_shares_are_earned_over_possible_points(round_):
    chart = overview_of(round_).sections[0]
    mine = [one for one in published() if one.application.track == "INTEGRATED"]

    for (name, share, _said), section in zip(chart.bars, SCHEME.tracks["INTEGRATED"].sections, strict=True):
        mean = sum(Fraction(one.sections[section.code]["points"]) / section.points for one in mine) / len(mine)
        assert (name, share) == (section.name, figures.percent(mean, 1))


def test_regions_are_todays_and_lose_nobody(round_):
    chart = overview_of(round_).regions
    today = clock.today()
    expected = Counter(current_code(one.region_code, today) for one in Supplier.objects.filter(pool_state="approved"))

    assert len(chart.table) == 16
    assert sum(queries.pool_counts().values()) == sum(expected.values())
    assert "12" in expected
    shown = [count for count in expected.values() if count >= 5]
    assert {row[1] for row in chart.table if row[1].isdecimal()} <= {str(count) for count in shown} | {"0"}


def test_a_small_group_is_hidden_with_the_next_one_that_would_give_it_away():
    assert hidden({"a": 4, "b": 9, "c": 7, "d": 0}) == {"a", "c"}
    assert hidden({"a": 4, "b": 3, "c": 7}) == {"a", "b"}
    assert hidden({"a": 5, "b": 9, "c": 0}) == set()


def test_hidden_groups_show_neither_count_nor_share():
    results = [*[result(region="11")] * 9, *[result("3-", region="50")] * 4, *[result("5", region="26")] * 6]
    chart = figures.by_region(SCHEME, Counter(), results)
    rows = {row[0]: row[2:] for row in chart.table}

    assert rows["제주"] == ["5 미만", "–", "–"]
    assert rows["부산"] == ["비공개", "–", "–"]
    assert rows["서울"] == ["9", "0", "0.0%"]


def test_five_are_shown():
    chart = figures.by_region(SCHEME, Counter(), [result("3-", region="50")] * 5)

    assert {row[0]: row[2:] for row in chart.table}["제주"] == ["5", "5", "100.0%"]


def test_means_of_fewer_than_five_are_hidden():
    chart = figures.section_shares(SCHEME.tracks["MFG_AI"], [])

    assert {said for _name, _share, said in chart.bars} == {"5 미만"}


def test_percent_rounds_half_up():
    assert [figures.percent(part, 2000) for part in (1, 3, 0)] == [Decimal("0.1"), Decimal("0.2"), Decimal("0.0")]
    assert figures.percent(3, 0) == Decimal("0.0")


def test_the_round_asked_for_else_the_newest_with_results(round_):
    rounds = queries.rounds_to_choose()

    assert [one.code for one in rounds] == ["2026-2", "2026-1"]
    assert [chosen_round(rounds, code).code for code in ("", "2026-2", "none")] == ["2026-1", "2026-2", "2026-1"]
    assert chosen_round([], "") is None
