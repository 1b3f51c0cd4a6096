"""Correcting and revoking a published result: two people, dated, nothing deleted."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from applications import clock
from applications.audit.models import Event
from applications.filing.workflow import State
from applications.notices.models import Notice
from applications.roles import Role
from diagnosis.ktrs.models import KtrsResult
from diagnosis.results.queries import results_for
from diagnosis.results.standing import standing_of
from diagnosis.rulings.inputs import LETTERS, Change, StaleInput
from diagnosis.rulings.models import Ruling, RulingState
from diagnosis.rulings.regrading import CannotCorrect
from diagnosis.rulings.services import (
    AskedAlready,
    DecidedAlready,
    ask_correction,
    ask_revocation,
    decide_ruling,
    refuse_ruling,
)
from diagnosis.scoring.models import Outcome, ScoringRun
from diagnosis.scoring.queries import latest_run
from diagnosis.scoring.recompute import recomputed
from diagnosis.scoring.services import confirm_run
from tests.factories.outcomes import make_outcome
from tests.factories.people import make_user
from tests.factories.scoring import make_assessed, score

pytestmark = pytest.mark.django_db
WRONG_LETTER = [Change(LETTERS, "KTRS-FM", "1.1.1", "C", "A")]


@pytest.fixture
def outcome():
    return make_outcome()


@pytest.fixture
def officials():
    return make_user(Role.AGENCY), make_user(Role.AGENCY)


def revoke(outcome, officials, on=None):
    ruling = ask_revocation(outcome, reason="허위 자료", effective_on=on or clock.today(), by=officials[0])
    return decide_ruling(ruling, by=officials[1])


def correct(outcome, officials, changes):
    ruling = ask_correction(outcome, changes, reason="오기", effective_on=clock.today(), by=officials[0])
    return decide_ruling(ruling, by=officials[1])


def test_a_revoked_result_stays_and_says_so(outcome, officials):
    revoke(outcome, officials)

    outcome.application.refresh_from_db(), outcome.refresh_from_db()
    found = standing_of(outcome, clock.today())
    assert (outcome.application.state, outcome.current) == (State.REVOKED, True)
    assert (found.state, found.reason) == ("revoked", "허위 자료")
    assert standing_of(outcome, clock.today() - timedelta(days=1)).state == "not_yet"
    assert results_for(outcome.application.created_by).get() == outcome
    assert (
        Notice.objects.filter(recipient=outcome.application.created_by, key__startswith="ruling-decided").count() == 1
    )


def test_a_corrected_letter_makes_a_new_result_beside_the_old(outcome, officials):
    ruling = correct(outcome, officials, WRONG_LETTER)

    later, before = ruling.successor, outcome.total
    outcome.refresh_from_db()
    # 30 points at 80 % of C become 30 points at 100 % of A
    assert (later.total - before, outcome.total, ruling.expected["total"]) == (6, before, str(later.total))
    assert (outcome.current, later.current, later.valid_until) == (False, True, outcome.valid_until)
    assert standing_of(outcome, clock.today()).successor == later
    assert standing_of(later, clock.today()).is_valid
    assert KtrsResult.objects.get().letters["1.1.1"] == "A"
    assert later.run.started_by != later.run.confirmed_by
    assert results_for(outcome.application.created_by).get() == later


def test_a_corrected_rating_is_sealed_and_recomputes_without_a_difference(outcome, officials):
    place = outcome.application.assignments.first()

    ruling = correct(outcome, officials, [Change(str(place.pk), "위원", "2.1.1", "3", "5")])

    # one of three sheets gives 100 points at 100 % in place of 80 %
    assert str(ruling.successor.total - outcome.total) == "6.7"
    assert place.sheet.marks.get(item_code="2.1.1").rating == 5
    assert recomputed([ruling.successor]) == {ruling.successor.pk: []}


def test_who_asked_does_not_decide(outcome, officials):
    ruling = ask_revocation(outcome, reason="허위 자료", effective_on=clock.today(), by=officials[0])

    with pytest.raises(PermissionDenied, match="다른 담당자"):
        decide_ruling(ruling, by=officials[0])

    outcome.application.refresh_from_db()
    assert outcome.application.state == State.PUBLISHED
    # it is the person that was refused, not the act
    assert decide_ruling(ruling, by=officials[1]).state == RulingState.DECIDED


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.MINISTRY, Role.AUDITOR, Role.SUPPLIER])
def test_nobody_but_the_agency_rules(outcome, officials, role):
    with pytest.raises(PermissionDenied, match="전담기관만"):
        ask_revocation(outcome, reason="–", effective_on=clock.today(), by=make_user(role))
    ruling = ask_revocation(outcome, reason="–", effective_on=clock.today(), by=officials[0])
    for act in (lambda by: decide_ruling(ruling, by=by), lambda by: refuse_ruling(ruling, reason="–", by=by)):
        with pytest.raises(PermissionDenied, match="전담기관만"):
            act(make_user(role))

    assert Ruling.objects.get().state == RulingState.ASKED


@pytest.mark.parametrize("state", [State.OBJECTED, State.REVOKED, State.IN_ASSESSMENT])
def test_only_a_published_result_that_counts_is_ruled_on(outcome, officials, state):
    outcome.application.state = state

    with pytest.raises(PermissionDenied, match="공개되어 유효한 결과만"):
        ask_revocation(outcome, reason="–", effective_on=clock.today(), by=officials[0])


def test_one_request_waits_at_a_time_and_is_decided_once(outcome, officials):
    ruling = ask_revocation(outcome, reason="–", effective_on=clock.today(), by=officials[0])
    with pytest.raises((PermissionDenied, AskedAlready)):
        ask_revocation(outcome, reason="–", effective_on=clock.today(), by=officials[0])
    stale = Ruling.objects.get()
    decide_ruling(ruling, by=officials[1])

    with pytest.raises(DecidedAlready):
        refuse_ruling(stale, reason="–", by=officials[1])
    with pytest.raises(PermissionDenied):
        decide_ruling(stale, by=officials[1])

    verbs = Event.objects.filter(stream=f"application:{outcome.application.code}").values_list("verb", flat=True)
    assert sorted(verbs) == ["application.revoke_published", "ruling.asked", "ruling.decided"]


def test_a_refused_request_leaves_all_as_it_was(outcome, officials):
    ruling = ask_correction(outcome, WRONG_LETTER, reason="오기", effective_on=clock.today(), by=officials[0])

    refuse_ruling(ruling, reason="글자가 맞습니다.", by=officials[1])

    outcome.application.refresh_from_db()
    assert (Outcome.objects.count(), outcome.application.state) == (1, State.PUBLISHED)
    assert KtrsResult.objects.get().letters["1.1.1"] == "C"
    assert ScoringRun.objects.count() == 1


def test_a_correction_that_changes_nothing_is_not_asked_for(outcome, officials):
    with pytest.raises(CannotCorrect, match="하나도 바뀌지 않습니다"):
        ask_correction(outcome, [], reason="–", effective_on=clock.today(), by=officials[0])


def test_inputs_that_changed_meanwhile_stop_the_correction(outcome, officials):
    ruling = ask_correction(outcome, WRONG_LETTER, reason="오기", effective_on=clock.today(), by=officials[0])
    result = outcome.application.ktrs
    result.letters["1.1.1"] = "B"
    result.save()

    with pytest.raises(StaleInput, match=r"1\.1\.1"):
        decide_ruling(ruling, by=officials[1])

    ruling.refresh_from_db(), outcome.refresh_from_db()
    assert (ruling.state, outcome.current, Outcome.objects.count()) == (RulingState.ASKED, True, 1)


def test_a_corrected_result_can_be_corrected_again_and_revoked(outcome, officials):
    first = correct(outcome, officials, WRONG_LETTER).successor
    second = correct(first, officials, [Change(LETTERS, "KTRS-FM", "1.1.1", "A", "B")]).successor
    revoke(second, officials)

    family = Outcome.objects.order_by("pk")
    assert [standing_of(one, clock.today()).state.value for one in family] == ["corrected", "corrected", "revoked"]


def test_a_correction_does_not_disturb_a_run_that_waits(officials):
    published = make_outcome()
    run = score(make_assessed(round_=published.application.round))

    correct(published, officials, WRONG_LETTER)

    assert latest_run(published.application.round) == run
    assert confirm_run(run, by=officials[1]) == 1
