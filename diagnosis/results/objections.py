"""How long a result may be objected to, and by when an objection is answered."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from applications.filing.workflow import BY_NAME, OBJECTIONS, State
from applications.people.models import User
from applications.permissions import Verdict
from applications.roles import Role
from applications.rounds.wording import named
from diagnosis.rulings.inputs import changes_from
from diagnosis.rulings.models import Ruling
from diagnosis.scoring.models import Outcome
from diagnosis.submissions.permissions import may_make, objection_ends, openings_of
from grading.load import load_scheme


@dataclass(frozen=True)
class ObjectionClock:
    """The clock of a result as its company sees it; `replies_by` is set while an objection is being looked at.

    `move` names the move to make. `corrected` tells what changed where the result came from a correction: that opened
    the period for what it changed, and all else can be objected to until `first_ends_at` alone.
    """

    move: str
    is_open: bool
    ends_at: datetime
    corrected: list[str] | None
    first_ends_at: datetime
    is_first_open: bool
    asked_at: datetime | None
    replies_by: date | None
    reply_days: int
    extension_days: int
    is_assumed: bool
    verdict: Verdict


def objection_clock(user: User, outcome: Outcome, at: datetime) -> ObjectionClock | None:
    """The clock for the company's own people; None for others and for a result that counts no more."""
    application = outcome.application
    if user.role != Role.SUPPLIER or not outcome.current or application.state not in (*OBJECTIONS, State.OBJECTED):
        return None
    scheme = load_scheme(application.scheme_code)
    opened, objected = openings_of(application), application.state == State.OBJECTED
    ends = objection_ends(application, opened.last)
    asked = application.state_since if objected else None
    move = OBJECTIONS.get(State(application.state), BY_NAME["object"])
    first = objection_ends(application, opened.first)
    return ObjectionClock(
        move=move.name,
        corrected=_corrected(outcome),
        first_ends_at=first,
        is_first_open=at < first,
        is_open=not objected and at < ends,
        ends_at=ends,
        asked_at=asked,
        replies_by=timezone.localtime(asked).date() + timedelta(days=scheme.terms.reply_days) if asked else None,
        reply_days=scheme.terms.reply_days,
        extension_days=scheme.terms.extension_days,
        is_assumed=scheme.origin("rules/objection/reply_days").assumption,
        verdict=may_make(user, application, move, at, ends),
    )


def _corrected(outcome: Outcome) -> list[str] | None:
    """What the correction behind a result changed, a line each, without saying whose mark it was; None without one."""
    ruling: Ruling | None = getattr(outcome, "corrects", None)
    if ruling is None:
        return None
    track = load_scheme(outcome.application.scheme_code).tracks[outcome.application.track]
    lines = [
        f"{one.item} {named(track.item(one.item))}: {one.before} → {one.after}" for one in changes_from(ruling.changes)
    ]
    return lines or [_("가점으로 반영한 제조AI 점수")]
