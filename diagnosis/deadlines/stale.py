"""Documents that will no longer count when a round closes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import F, Max, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from applications.documents.freshness import STALE, forecast
from applications.documents.kinds import ruled_kinds
from applications.documents.models import DocumentVersion
from applications.filing.models import Application
from applications.filing.workflow import SUPPLIER_WRITES
from applications.rounds.models import Round
from applications.suppliers.models import PoolState, Supplier
from diagnosis.deadlines.deadline import Deadline


@dataclass(frozen=True)
class Stale:
    """The newest version of a document, the round for whose closing it is too old, and the last day on which it counts.

    `is_needed`: the company is writing an application to that round.
    """

    version: DocumentVersion
    round: Round
    until: date
    is_needed: bool


def stale_documents(suppliers: "QuerySet[Supplier]", at: datetime) -> list[Stale]:
    """What the store of each company holds that a round open now, or soon, will find too old; three queries at most."""
    rounds = list(Round.objects.filter(closes_at__gt=at))
    return stale_among(suppliers, rounds, Application.objects.filter(round__in=rounds, supplier__in=suppliers), at)


def stale_among(
    suppliers: "QuerySet[Supplier]", rounds: Iterable[Round], applications: Iterable[Application], at: datetime
) -> list[Stale]:
    """The same among rounds that are not over, by the applications of these companies.

    Companies that may apply or are writing are meant; who has filed everything it began in a round is done with it.
    """
    near = [one for one in rounds if one.opens_at <= at + timedelta(days=settings.STALE_LOOK_AHEAD)]
    versions = list(_newest(suppliers)) if near else []
    states: dict[tuple[int, int], set[str]] = {}
    for application in applications if versions else ():
        states.setdefault((application.supplier_id, application.round_id), set()).add(application.state)
    found = (_stale(version, round_, states) for version in versions for round_ in near)
    return [one for one in found if one is not None]


def deadlines_of(found: Iterable[Stale]) -> list[Deadline]:
    """A deadline for each: a newer one is to stand in the store before the round closes."""
    return [
        Deadline(
            f"stale:{stale.version.document.key}:{stale.round.code}",
            stale.round.closes_at,
            stale.version.uploaded_at,
            _("«%(title)s» 새로 발급받아 올리기: %(until)s까지만 인정, %(round)s 회차 마감일에는 만료"),
            reverse("documents:renew", args=[stale.version.document.key]),
            {"title": stale.version.document.title, "until": f"{stale.until}", "round": stale.round.code},
            supplier=stale.version.supplier_id,
            told_elsewhere=not stale.is_needed,
        )
        for stale in found
    ]


def _stale(version: DocumentVersion, round_: Round, states: Mapping[tuple[int, int], set[str]]) -> Stale | None:
    foreseen, begun = forecast(version, round_), states.get((version.supplier_id, round_.pk), set())
    is_writing = bool(begun & SUPPLIER_WRITES)
    if foreseen.state != STALE or foreseen.until is None or (begun and not is_writing):
        return None
    return Stale(version, round_, foreseen.until, is_writing)


def _newest(suppliers: "QuerySet[Supplier]") -> "QuerySet[DocumentVersion]":
    """The newest version of each document in use that can grow too old."""
    limited = Q(valid_until__isnull=False) | Q(document__kind__in=ruled_kinds(), issued_on__isnull=False)
    may_apply = suppliers.filter(Q(pool_state=PoolState.APPROVED) | Q(applications__state__in=SUPPLIER_WRITES))
    newest = DocumentVersion.objects.annotate(newest=Max("document__versions__number")).filter(number=F("newest"))
    kept = newest.filter(limited, supplier__in=may_apply, document__hidden_at=None)
    return kept.select_related("document").order_by("supplier_id", "pk")
