"""What a result is worth on a day, whatever happened to it later."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from applications.filing.workflow import State
from diagnosis.results.standing import standing_of, standings_of
from diagnosis.rulings.models import RulingKind, RulingState
from diagnosis.scoring.models import Outcome
from tests.factories.outcomes import make_outcome
from tests.factories.rulings import make_ruling

pytestmark = pytest.mark.django_db
KST = ZoneInfo("Asia/Seoul")


@pytest.fixture
def outcome():
    """Published on 2026-07-01 at 00:30 Korean time, the day before in Greenwich, valid until 2029-06-30."""
    return dated(make_outcome(), datetime(2026, 7, 1, 0, 30, tzinfo=KST), date(2029, 6, 30))


def dated(outcome, published_at, valid_until):
    outcome.published_at, outcome.valid_until = published_at, valid_until
    outcome.save()
    return outcome


def states(outcome, *days):
    return [standing_of(outcome, day).state.value for day in days]


def successor_of(outcome, published_at):
    """The same application's next published outcome."""
    later = Outcome.objects.get(pk=make_outcome(state=State.PUBLISHED).pk)
    Outcome.objects.filter(application=outcome.application).update(current=False)
    later.application, later.valid_until = outcome.application, outcome.valid_until
    return dated(later, published_at, outcome.valid_until)


def test_a_result_counts_from_the_korean_day_of_publication_to_its_last_day(outcome):
    days = [date(2026, 6, 30), date(2026, 7, 1), date(2029, 6, 30), date(2029, 7, 1)]

    assert states(outcome, *days) == ["not_yet", "valid", "valid", "expired"]
    assert standing_of(outcome, days[3]).since == date(2029, 6, 30)


def test_what_is_not_published_never_counts():
    assert states(make_outcome(published=False), date(2099, 1, 1)) == ["not_yet"]


def test_a_result_revoked_today_was_valid_yesterday(outcome):
    make_ruling(outcome, date(2027, 3, 2))

    found = standing_of(outcome, date(2027, 3, 2))

    assert states(outcome, date(2027, 3, 1)) == ["valid"]
    assert (found.state, found.since, found.is_valid) == ("revoked", date(2027, 3, 2), False)
    assert found.reason == "제출 자료가 사실과 다른 것으로 확인되었습니다."


@pytest.mark.parametrize("state", [RulingState.ASKED, RulingState.REFUSED])
def test_a_request_that_is_not_decided_changes_nothing(outcome, state):
    make_ruling(outcome, date(2027, 3, 2), state=state, decided_by=None, decided_at=None)

    assert states(outcome, date(2027, 3, 2)) == ["valid"]


def test_a_corrected_result_gives_way_on_the_day_of_effect(outcome):
    later = successor_of(outcome, datetime(2026, 10, 5, 9, tzinfo=KST))
    make_ruling(outcome, date(2026, 10, 1), RulingKind.CORRECTION, successor=later, reason="글자 오기")

    days = [date(2026, 9, 30), date(2026, 10, 1)]

    assert [states(one, *days) for one in (outcome, later)] == [["valid", "corrected"], ["not_yet", "valid"]]
    found = standing_of(outcome, days[1])
    assert (found.since, found.reason, found.successor) == (date(2026, 10, 1), "글자 오기", later)


def test_a_result_assessed_again_gives_way_when_the_new_one_is_published(outcome):
    later = successor_of(outcome, datetime(2026, 11, 2, 9, tzinfo=KST))

    days = [date(2026, 11, 1), date(2026, 11, 2)]

    assert [states(one, *days) for one in (outcome, later)] == [["valid", "corrected"], ["not_yet", "valid"]]


def test_many_are_read_with_two_queries(outcome, django_assert_num_queries):
    outcomes = [outcome, make_outcome(), make_outcome()]
    make_ruling(outcomes[1], date(2026, 1, 1))

    with django_assert_num_queries(2):
        found = standings_of(outcomes, date(2026, 8, 1))

    assert found.keys() == {one.pk for one in outcomes}
