"""What is known about a company's tax status now, and who waits for it to be looked up."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import DateTimeField, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from applications.people.models import User
from applications.suppliers.models import PoolState, Supplier
from applications.suppliers.queries import suppliers_for
from applications.taxation.models import ANSWERS, TaxCheck, TaxState

UNKNOWN, STALE = "unknown", "stale"
WATCHED = (PoolState.SUBMITTED, PoolState.SUPPLEMENT, PoolState.APPROVED)
"""States of the POOL in which the tax status matters."""
WAITING, ATTENTION = "waiting", "attention"
AGAIN_AFTER = timedelta(hours=1)


@dataclass(frozen=True)
class TaxStatus:
    """state: one of the answers, or unknown, or stale when the last answer is too old; check: that answer."""

    state: str
    check: TaxCheck | None

    @property
    def is_good(self) -> bool:
        return self.state == TaxState.ACTIVE

    @property
    def is_bad(self) -> bool:
        """Whether the tax office knows the business as not going on, or not at all; also when it said so long ago."""
        return self.check is not None and self.check.state != TaxState.ACTIVE


def checks_for(user: User, supplier: Supplier) -> QuerySet[TaxCheck]:
    """Every look-up of a company that the person may see, the latest first."""
    seen = suppliers_for(user).filter(pk=supplier.pk)
    return TaxCheck.objects.filter(supplier__in=seen).select_related("checked_by")


def status_of(supplier: Supplier, at: datetime) -> TaxStatus:
    """The latest answer as it counts at this instant."""
    check = TaxCheck.objects.filter(supplier=supplier, state__in=ANSWERS).first()
    if check is None:
        return TaxStatus(UNKNOWN, None)
    return TaxStatus(STALE if check.at < fresh_from(at) else check.state, check)


def fresh_from(at: datetime) -> datetime:
    """Answers from before this instant are too old."""
    return at - timedelta(days=settings.TAX_STATUS_DAYS)


def watched_for(user: User) -> QuerySet[Any]:
    """Companies whose status matters, each with instant and state of the latest answer, `told_at` and `told`, and
    `waits_since`: when that answer grew too old, or where there is none since when the company stands in the POOL."""
    answers = TaxCheck.objects.filter(supplier=OuterRef("pk"), state__in=ANSWERS)
    return (
        suppliers_for(user)
        .filter(pool_state__in=WATCHED)
        .annotate(
            told_at=Subquery(answers.values("at")[:1], output_field=DateTimeField()),
            told=Subquery(answers.values("state")[:1]),
        )
        .annotate(
            waits_since=Coalesce(
                ExpressionWrapper(
                    F("told_at") + timedelta(days=settings.TAX_STATUS_DAYS), output_field=DateTimeField()
                ),
                F("pool_since"),
            )
        )
    )


def narrowed(suppliers: QuerySet[Any], pile: str, at: datetime) -> QuerySet[Any]:
    """Those who wait for a look-up, or those whose business is not going on; another word leaves all."""
    if pile == WAITING:
        suppliers = suppliers.filter(Q(told_at=None) | Q(told_at__lt=fresh_from(at)))
    elif pile == ATTENTION:
        suppliers = suppliers.exclude(told=None).exclude(told=TaxState.ACTIVE)
    return suppliers.order_by("pool_since", "pk")


def due(at: datetime, limit: int) -> list[Supplier]:
    """Whom to ask the office about next: never answered or soon too old, and not asked within the last hour."""
    soon = fresh_from(at) + timedelta(days=1)
    recent = TaxCheck.objects.filter(Q(state__in=ANSWERS, at__gt=soon) | Q(at__gt=at - AGAIN_AFTER))
    watched = Supplier.objects.filter(pool_state__in=WATCHED).exclude(pk__in=recent.values("supplier"))
    return list(watched.order_by("pool_since", "pk")[:limit])
