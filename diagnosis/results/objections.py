"""How long a result may be objected to, and by when an objection is answered."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from applications.filing.workflow import BY_NAME, State
from applications.people.models import User
from applications.permissions import Verdict
from applications.roles import Role
from diagnosis.scoring.models import Outcome
from diagnosis.submissions.permissions import may_make, objection_ends
from grading.load import load_scheme


@dataclass(frozen=True)
class ObjectionClock:
    """The clock of a result as its company sees it; `replies_by` is set while an objection is being looked at."""

    is_open: bool
    ends_at: datetime
    asked_at: datetime | None
    replies_by: date | None
    reply_days: int
    extension_days: int
    is_assumed: bool
    verdict: Verdict


def objection_clock(user: User, outcome: Outcome, at: datetime) -> ObjectionClock | None:
    """The clock for the company's own people; None for others and for a result that counts no more."""
    application = outcome.application
    if user.role != Role.SUPPLIER or not outcome.current or application.state not in (State.PUBLISHED, State.OBJECTED):
        return None
    scheme = load_scheme(application.scheme_code)
    ends, objected = objection_ends(application), application.state == State.OBJECTED
    asked = application.state_since if objected else None
    return ObjectionClock(
        is_open=not objected and at < ends,
        ends_at=ends,
        asked_at=asked,
        replies_by=timezone.localtime(asked).date() + timedelta(days=scheme.terms.reply_days) if asked else None,
        reply_days=scheme.terms.reply_days,
        extension_days=scheme.terms.extension_days,
        is_assumed=scheme.origin("rules/objection/reply_days").assumption,
        verdict=may_make(user, application, BY_NAME["object"], at),
    )
