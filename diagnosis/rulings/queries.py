"""Which corrections and revocations a person may see."""

from django.db.models import QuerySet

from applications.filing.workflow import State
from applications.people.models import User
from applications.roles import SEES_EVERY_CASE
from diagnosis.rulings.models import Ruling, RulingState
from diagnosis.scoring.bridge import told_by
from diagnosis.scoring.models import Outcome

RULED_ON = (State.PUBLISHED, State.FINAL, State.CORRECTED)


def rulings_for(user: User) -> QuerySet[Ruling]:
    """All for those who run or inspect the programme, newest first; others read what was decided in their result."""
    found = Ruling.objects.select_related(
        "outcome__application__supplier", "outcome__run__round", "successor", "asked_by", "decided_by"
    )
    return found if user.role in SEES_EVERY_CASE else found.none()


def waiting_rulings(user: User) -> QuerySet[Ruling]:
    """Those that wait for a decision, the oldest first."""
    return rulings_for(user).filter(state=RulingState.ASKED).order_by("asked_at", "pk")


def resting_on(outcome: Outcome) -> list[Outcome]:
    """The supplier's results that count this AI result as their bonus."""
    code = outcome.application.code
    others = Outcome.objects.filter(application__supplier=outcome.application.supplier_id, current=True, fault="")
    found = others.exclude(application=outcome.application_id).select_related("application")
    return [one for one in found if (told_by(one).get("ai_source") or {}).get("application") == code]
