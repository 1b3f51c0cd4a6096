"""Documents that will no longer count when a round closes."""

from collections.abc import Iterator
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
    """What the store of each company holds that a round open now, or soon, will find too old.

    Companies that may apply or are writing are meant; who has filed everything it began in a round is done with it.
    No more than three queries.
    """
    rounds = list(Round.objects.filter(closes_at__gt=at, opens_at__lte=at + timedelta(days=settings.STALE_LOOK_AHEAD)))
    versions = list(_newest(suppliers)) if rounds else []
    if not versions:
        return []
    filings = Application.objects.filter(round__in=rounds, supplier__in={one.supplier_id for one in versions})
    writing, begun = set(), set()
    for supplier, round_, state in filings.values_list("supplier_id", "round_id", "state"):
        begun.add((supplier, round_))
        if state in SUPPLIER_WRITES:
            writing.add((supplier, round_))
    found = (_stale(version, round_, writing, begun) for version in versions for round_ in rounds)
    return [one for one in found if one is not None]


def of_documents(suppliers: "QuerySet[Supplier]", at: datetime) -> Iterator[Deadline]:
    """A deadline for each: a newer one is to stand in the store before the round closes."""
    for stale in stale_documents(suppliers, at):
        document = stale.version.document
        yield Deadline(
            f"stale:{document.key}:{stale.round.code}",
            stale.round.closes_at,
            stale.version.uploaded_at,
            _("«%(title)s» 새로 발급받아 올리기: %(until)s까지만 인정, %(round)s 회차 마감일에는 만료"),
            reverse("documents:renew", args=[document.key]),
            {"title": document.title, "until": f"{stale.until}", "round": stale.round.code},
            supplier=stale.version.supplier_id,
            told_elsewhere=not stale.is_needed,
        )


def _newest(suppliers: "QuerySet[Supplier]") -> "QuerySet[DocumentVersion]":
    """The newest version of each document in use that can grow too old."""
    limited = Q(valid_until__isnull=False) | Q(document__kind__in=ruled_kinds(), issued_on__isnull=False)
    may_apply = suppliers.filter(Q(pool_state=PoolState.APPROVED) | Q(applications__state__in=SUPPLIER_WRITES))
    newest = DocumentVersion.objects.annotate(newest=Max("document__versions__number")).filter(number=F("newest"))
    kept = newest.filter(limited, supplier__in=may_apply, document__hidden_at=None)
    return kept.select_related("document").order_by("supplier_id", "pk")


def _stale(
    version: DocumentVersion, round_: Round, writing: set[tuple[int, int]], begun: set[tuple[int, int]]
) -> Stale | None:
    foreseen, whose = forecast(version, round_), (version.supplier_id, round_.pk)
    if foreseen.state != STALE or foreseen.until is None or (whose in begun and whose not in writing):
        return None
    return Stale(version, round_, foreseen.until, whose in writing)
