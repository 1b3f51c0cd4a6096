import hashlib
from collections import Counter
from datetime import datetime

import pytest
from django.core.files.storage import default_storage
from django.db import transaction

from applications import clock
from applications.audit.models import Event
from applications.audit.verification import verify
from applications.documents.models import DocumentVersion
from applications.fees.models import FeeStatement
from applications.filing.models import Application, Submission
from applications.filing.workflow import BY_NAME, State
from applications.people.models import User
from applications.roles import Role
from applications.rounds.models import Round, RoundTrack
from applications.seats.queries import ahead_of, seats_of
from applications.suppliers.models import Member, PoolState, Supplier
from applications.suppliers.numbers import parse_business_number
from diagnosis.answers.absences import absent_codes
from diagnosis.answers.models import Answer
from diagnosis.answers.queries import answers_of, evidence_of
from diagnosis.eligibility.queries import company_of, findings_of, verdict_of
from diagnosis.ktrs.models import KtrsResult
from diagnosis.panels.models import Assignment, AssignmentState, Mark, MarkSheet
from diagnosis.ratings import unseal
from diagnosis.submissions.manifest import manifest_of
from grading.load import load_scheme
from grading.terms import KST
from grading.values import INTEGRATED
from portal.demo.people import APPLICANT, LOGINS, NEWCOMER
from tests.factories.demo import SMALL, load_small

NOON = datetime(2026, 11, 21, 12, tzinfo=KST)


def test_the_pool_holds_the_planned_number_with_valid_numbers(loaded):
    approved = Supplier.objects.filter(pool_state=PoolState.APPROVED)

    assert approved.count() == SMALL.suppliers
    assert [parse_business_number(one.business_number) for one in approved] == [one.business_number for one in approved]
    assert set(Supplier.objects.values_list("pool_state", flat=True)) == {
        "approved",
        "submitted",
        "supplement",
        "refused",
        "draft",
    }


def test_people_joined_before_they_did_anything(loaded):
    joined = dict(User.objects.values_list("pk", "joined_at"))
    acts = Event.objects.exclude(actor_id=None).values_list("actor_id", "at", "verb")

    assert [verb for actor, at, verb in acts if at < joined[actor]] == []


def test_only_moves_that_ask_for_a_reason_have_one(loaded):
    moves = Event.objects.filter(verb__startswith="application.", data__has_key="reason")
    verbs = {verb.removeprefix("application.") for verb in moves.values_list("verb", flat=True)}

    assert verbs != set()
    assert [verb for verb in verbs if not BY_NAME[verb].asks_reason] == []


def test_order_numbers_follow_the_arrivals(loaded):
    for track in load_scheme("2026-1").tracks:
        filed = Submission.objects.filter(application__track=track, number=1).order_by("arrived_at")
        numbers = [one.order_number for one in filed]
        assert numbers == list(range(1, len(numbers) + 1))
        assert RoundTrack.objects.get(round__code="2026-1", track=track).last_order_number == len(numbers)
    first = Round.objects.get(code="2026-1")
    assert all(first.is_open(one.arrived_at) for one in Submission.objects.filter(number=1))


def test_seats_are_kept_and_who_waits_is_really_beyond_them(loaded):
    for row in RoundTrack.objects.filter(round__code="2026-1"):
        holders = Application.objects.filter(round=row.round, track=row.track, holds_seat=True)
        assert 0 < holders.count() <= row.seats
    waiting = Application.objects.filter(state=State.WAITING)
    assert waiting.count() == sum(SMALL.goals(track)[State.WAITING] for track in load_scheme("2026-1").tracks)
    assert [ahead_of(one).count() >= seats_of(one) for one in waiting] == [True] * len(waiting) != []


def test_fees_are_the_schemes_and_paid_ones_are_confirmed(loaded):
    for statement in FeeStatement.objects.select_related("application"):
        fee = load_scheme("2026-1").fee(statement.application.track)
        assert (statement.total_krw, statement.company_krw) == (fee.total_krw, fee.company_krw)
        assert (statement.paid_on is None) == (statement.confirmed_at is None)
    paying = Application.objects.filter(state__in=[State.PAID, State.IN_ASSESSMENT, State.ASSESSED])
    assert paying.exclude(fee__paid_on__isnull=False).count() == 0


def test_closed_sheets_hold_their_marks_and_panels_have_three_to_seven(loaded):
    track_items = {code: track.panel_items for code, track in load_scheme("2026-1").tracks.items()}
    for sheet in MarkSheet.objects.exclude(closed_at=None).select_related("assignment__application"):
        items = track_items[sheet.assignment.application.track]
        marks = {mark.item_code: mark for mark in Mark.objects.filter(sheet=sheet)}
        assert unseal(sheet.sealed) == [marks[item.code].rating if item.code in marks else None for item in items]
        assert {item.code for item in items} - marks.keys() == absent_codes(sheet.assignment.application)
        assert all(mark.reason and sheet.opened_at <= mark.saved_at <= sheet.closed_at for mark in marks.values())
    accepted = Assignment.objects.filter(state=AssignmentState.ACCEPTED, application__state=State.ASSESSED)
    sizes = Counter(accepted.values_list("application_id", flat=True))
    assert set(sizes.values()) <= {3, 4, 5, 6, 7}
    assert (
        KtrsResult.objects.filter(application__in=sizes).count()
        == Application.objects.filter(pk__in=sizes, track="INTEGRATED").count()
    )


def test_manifests_say_what_is_stored_and_every_file_is_there(loaded):
    for submission in Submission.objects.select_related("application"):
        application = submission.application
        assert submission.manifest == manifest_of(application, answers_of(application), evidence_of(application))
    for document in DocumentVersion.objects.all():
        with document.file.open() as stored:
            content = stored.read()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (document.size, document.sha256)
    assert len(default_storage.listdir("documents/demo")[1]) < 10


def test_every_application_came_to_its_state_by_moves_of_the_table(loaded):
    for application in Application.objects.all():
        state = State.DRAFT
        for event in Event.objects.filter(stream=f"application:{application.code}").order_by("number"):
            move = BY_NAME.get(event.verb.removeprefix("application."))
            if move:
                assert (event.data["from"], event.data["to"]) == (state, move.end)
                assert event.actor_role in move.by
                state = move.end
        assert state == application.state


def test_the_chain_is_whole_and_runs_forward_in_time(loaded):
    *_, check = verify()

    assert (check.breaks, check.events) == ([], Event.objects.count())
    last: dict[str, datetime] = {}
    for event in Event.objects.order_by("stream", "number"):
        assert event.at >= last.get(event.stream, event.at)
        last[event.stream] = event.at


def test_the_same_seed_gives_the_same_round_and_another_seed_another(db):
    digests = [_digest_of_load(seed) for seed in (SMALL.seed, SMALL.seed, 7)]

    assert digests[0] == digests[1]
    assert digests[0] != digests[2]


def test_one_log_in_a_role_and_nobody_else_can_log_in(loaded, settings):
    demo = User.objects.filter(is_demo=True)

    roles = sorted(set(demo.values_list("role", flat=True)))
    assert sorted(user.email for user in demo) == sorted(
        [*(f"{role}@example.kr" for role in roles), NEWCOMER, APPLICANT]
    )
    assert len(roles) == 6
    assert all(user.check_password(settings.DEMO_PASSWORD) for user in demo)
    assert all(not user.has_usable_password() for user in User.objects.filter(is_demo=False))


def test_the_newcomer_may_start_in_the_open_round_and_the_first_supplier_has_had_its_diagnosis(loaded):
    second, now = Round.objects.get(code="2026-2"), clock.now()

    def why_not(email: str) -> str:
        member = Member.objects.get(user__email=email)
        return verdict_of(findings_of(member, company_of(member.supplier, now), second, INTEGRATED, now)).reason

    assert why_not(NEWCOMER) == ""
    assert "2027년 회차부터 다시 신청할 수 있습니다" in why_not(LOGINS[Role.SUPPLIER])


def _digest_of_load(seed: int) -> str:
    """What a load stores, without keys and addresses, which the database numbers; the load is undone."""
    try:
        with transaction.atomic():
            load_small(NOON, seed)
            rows = [
                *Supplier.objects.order_by("business_number").values_list(
                    "business_number", "name", "region_code", "pool_since"
                ),
                *Application.objects.order_by("supplier__business_number", "track").values_list(
                    "supplier__business_number", "track", "state", "order_number", "arrived_at", "state_since"
                ),
                *Answer.objects.order_by(
                    "application__supplier__business_number", "application__track", "item_code"
                ).values_list("rating", "text", "saved_at"),
                *MarkSheet.objects.order_by("assignment__application__order_number", "opened_at", "sealed").values_list(
                    "sealed", "closed_at"
                ),
                *KtrsResult.objects.order_by("evaluation_number").values_list("letters", "grade"),
            ]
            raise Undone
    except Undone:
        return hashlib.sha256(repr(rows).encode()).hexdigest()


class Undone(Exception):
    """Rolls a load back."""


@pytest.mark.parametrize("role", ["invited", "marking", "closed"])
def test_the_demo_assessor_has_cases_of_every_stage(loaded, role):
    places = Assignment.objects.filter(assessor__user__email="assessor@example.kr")
    stages = {
        "invited": places.filter(state=AssignmentState.INVITED, application__state=State.PAID),
        "marking": places.filter(sheet__closed_at=None, sheet__marks__isnull=False),
        "closed": places.exclude(sheet__closed_at=None).filter(sheet__isnull=False),
    }

    assert stages[role].exists()
