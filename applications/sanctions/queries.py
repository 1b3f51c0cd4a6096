"""Which exclusions there are, and which hold on a day."""

from datetime import date

from django.db.models import Q, QuerySet

from applications.people.models import User
from applications.roles import SEES_EVERY_CASE
from applications.sanctions.models import Sanction

WAITING, ACTIVE, PAST, REFUSED = "waiting", "active", "past", "refused"


def sanctions_for(user: User) -> QuerySet[Sanction]:
    """All for those who run or inspect, none for others; a company reads of its own where it is refused."""
    if user.role not in SEES_EVERY_CASE:
        return Sanction.objects.none()
    return Sanction.objects.select_related("proposed_by", "decided_by", "lifted_by")


def sanctions_on(business_number: str, day: date) -> list[Sanction]:
    """What keeps this company out on that day, the longest first."""
    holds = _standing(ACTIVE, day) & Q(begins_on__lte=day)
    return list(Sanction.objects.filter(holds, business_number=business_number).order_by("-ends_on"))


def found(sanctions: QuerySet[Sanction], *, text: str, standing: str, day: date) -> QuerySet[Sanction]:
    """Those whose company or number holds the text, in one standing; another word leaves all."""
    digits = "".join(mark for mark in text if mark.isdecimal())
    if text.strip():
        wanted = Q(company__icontains=text.strip())
        sanctions = sanctions.filter(wanted | Q(business_number__contains=digits) if digits else wanted)
    if standing in (WAITING, ACTIVE, PAST, REFUSED):
        sanctions = sanctions.filter(_standing(standing, day))
    return sanctions


def standing_of(sanction: Sanction, day: date) -> str:
    """Whether it waits for a decision, was refused, holds, or is over; what begins later counts as holding."""
    if sanction.confirmed is None:
        return WAITING
    if not sanction.confirmed:
        return REFUSED
    return PAST if sanction.lifted_at or sanction.ends_on < day else ACTIVE


def waiting_count() -> int:
    """How many wait for a decision."""
    return Sanction.objects.filter(confirmed=None).count()


def stream_of(sanction: Sanction) -> str:
    """The name of the audit stream."""
    return f"sanction:{sanction.pk}"


def _standing(standing: str, day: date) -> Q:
    holds = Q(confirmed=True, lifted_at=None, ends_on__gte=day)
    over = Q(confirmed=True) & (Q(lifted_at__isnull=False) | Q(ends_on__lt=day))
    return {ACTIVE: holds, PAST: over, WAITING: Q(confirmed=None), REFUSED: Q(confirmed=False)}[standing]
