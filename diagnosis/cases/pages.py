"""What the pages of one case show, gathered from the rooms below."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from applications.fees.queries import is_overdue
from applications.filing.models import Application
from applications.filing.supplements import supplements_of
from applications.filing.workflow import State
from applications.people.models import User
from applications.roles import Role
from applications.rounds.wording import named
from applications.seats.queries import IN_LINE, place_of
from applications.suppliers.numbers import format_business_number
from diagnosis.answers.absences import Claim, claims_in, decisions_of
from diagnosis.answers.mending import asked_of
from diagnosis.answers.models import Answer, Evidence
from diagnosis.answers.queries import answers_of, evidence_of, kind_of, reading_of, track_of
from diagnosis.cases.permissions import choices_of, may_decide_claim
from diagnosis.cases.queries import history_of
from diagnosis.cases.words import MAIN_MOVES, NEXT, RECONCILING, TONES
from diagnosis.eligibility.models import EligibilityCheck
from diagnosis.eligibility.queries import Shown, checks_of, findings_in, shown
from diagnosis.ktrs.permissions import is_marked_by_ktrs, may_enter
from diagnosis.ktrs.queries import ktrs_of
from diagnosis.panels.models import Assignment, ReconcileAction
from diagnosis.panels.permissions import may_assign
from diagnosis.panels.pool import members_of
from diagnosis.panels.queries import ON_PANEL, closed_among, sheets_visible_to
from diagnosis.panels.reconciling import Course, course_of, unanswered
from diagnosis.panels.spread import spread_of
from diagnosis.submissions.manifest import kind_text
from grading.load import load_scheme
from grading.values import Item, Section

LATEST_CHECKS = 5

UNSEATED = (State.DRAFT, *IN_LINE)  # letters come in only for whoever holds a seat


@dataclass(frozen=True)
class Reply:
    """One item as its supplier answered it."""

    item: Item
    answer: Answer | None
    evidence: list[Evidence]
    claim: Claim | None


@dataclass(frozen=True)
class Chapter:
    """One section with its replies."""

    section: Section
    replies: list[Reply]


@dataclass(frozen=True)
class Row:
    """One case of the list."""

    application: Application
    track_name: str
    tone: str


def row_of(application: Application) -> Row:
    """A case as the list shows it; reads no table."""
    return Row(application, named(track_of(application)), TONES[State(application.state)])


def case_context(application: Application, user: User, absent: int) -> dict[str, Any]:
    """What the page of one case reads; `absent` counts the items that do not apply to it."""
    state = State(application.state)
    statement = getattr(application, "fee", None)
    track, course = track_of(application), course_of(application)
    return {
        "application": application,
        "track": track,
        "tone": TONES[state],
        "main_moves": MAIN_MOVES,
        "kind": kind_text(application.scheme_code, kind_of(application)),
        "number": format_business_number(application.supplier.business_number),
        "next_text": _next_text(course, state),
        "choices": choices_of(user, application),
        "place": place_of(application),
        "statement": statement,
        "is_overdue": statement is not None and is_overdue(statement),
        "submissions": application.submissions.select_related("submitted_by").order_by("-number"),
        "is_scored_next": state in (State.ASSESSED, State.GRADED, State.CONFIRMED),
        "history": history_of(application),
        "supplements": asked_of(application, supplements_of(application)),
        "eligibility": _eligibility_of(application),
        **_ktrs_context(application, user),
        **_panel_context(application, user, course),
        "item_count": len(track.panel_items) - absent,
    }


def answers_context(application: Application, user: User) -> dict[str, Any]:
    """What the page of answers reads; nothing is shown of what was never filed."""
    track = reading_of(application)
    filed = application.submissions.exists()
    answers, evidence = (answers_of(application), evidence_of(application)) if filed else ({}, {})
    claims = claims_in(track, answers, decisions_of(application) if track.spreading else {})
    chapters = [
        Chapter(section, [_reply(item, answers, evidence, claims) for item in section.items])
        for section in track.sections
    ]
    return {
        "application": application,
        "track": track,
        "chapters": chapters,
        "is_filed": filed,
        "may_decide": may_decide_claim(user, application),
        "is_operator": user.role == Role.OPERATOR,
    }


def _reply(
    item: Item, answers: dict[str, Answer], evidence: dict[str, list[Evidence]], claims: dict[str, Claim]
) -> Reply:
    return Reply(item, answers.get(item.code), evidence.get(item.code, []), claims.get(item.code))


def _eligibility_of(application: Application) -> list[tuple[EligibilityCheck, list[Shown]]]:
    """What was found when the company started and filed, with every condition, the latest first."""
    return [(one, shown(findings_in(one), application.scheme_code)) for one in checks_of(application)[:LATEST_CHECKS]]


def _ktrs_context(application: Application, user: User) -> dict[str, Any]:
    if not is_marked_by_ktrs(application):
        return {"needs_ktrs": False}
    result = None if application.state in UNSEATED else ktrs_of(application)
    names = load_scheme(application.scheme_code).ktrs_names
    letters = result.letters if result else {}
    rows = [
        (item, letters[item.code], names.get(letters[item.code], ""))
        for item in track_of(application).ktrs_items
        if item.code in letters
    ]
    return {"needs_ktrs": True, "ktrs": result, "ktrs_rows": rows, "may_enter": bool(may_enter(user, application))}


def _panel_context(application: Application, user: User, course: Course) -> dict[str, Any]:
    members = members_of(application, user)
    places = [member.place for member in members]
    can_assign = bool(may_assign(user, application))
    usual = load_scheme(application.scheme_code).panel.default_size
    return {
        "members": members,
        "may_assign": can_assign,
        "lacks_panel": can_assign and sum(member.place.state in ON_PANEL for member in members) < usual,
        "spread": spread_of(application, sheets_visible_to(user, places)),
        **_reconcile_context(course, places),
        "panel_rules": load_scheme(application.scheme_code).panel,
    }


def _next_text(course: Course, state: State) -> str | Promise:
    """What is next by the state, or by what a case waits for although all its sheets are closed."""
    waiting = course.waiting if state == State.IN_ASSESSMENT else None
    return RECONCILING[ReconcileAction(waiting.action)] if waiting else NEXT.get(state, "")


def _reconcile_context(course: Course, places: list[Assignment]) -> dict[str, Any]:
    """What the case waits for, what was reconciled before, and whether it is being assessed again."""
    waiting = course.waiting
    asks_again = waiting is not None and waiting.action == ReconcileAction.RECONCILE
    return {
        "waiting": waiting,
        "unanswered": unanswered(waiting, closed_among(places)) if waiting and asks_again else [],
        "reconciled": course.closed,
        "reassessment": course.reassessment,
    }
