"""The panel's written reasons behind one result: those of its own sheets, as they read when it was confirmed."""

from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery

from applications import clock
from diagnosis.panels.models import Mark, Reconsidered
from diagnosis.scoring.models import Outcome


def reasons_behind(outcome: Outcome) -> dict[str, list[str]]:
    """Reasons by item, sorted as text so that the order says nothing about the assessor."""
    marks = Mark.objects.filter(
        sheet__assignment__application=outcome.application_id,
        sheet__assignment__assessor__in=_assessors(outcome),
        sheet__closed_at__isnull=False,
    )
    before = Subquery(_before(outcome.confirmed_at or clock.now()))
    found: dict[str, list[str]] = {}
    for code, reason, earlier in marks.annotate(before=before).values_list("item_code", "reason", "before"):
        if said := reason if earlier is None else earlier:
            found.setdefault(code, []).append(said)
    return {code: sorted(found[code]) for code in sorted(found)}


def _assessors(outcome: Outcome) -> set[int]:
    """Whose sheets the result was computed from."""
    track = outcome.application.track
    items = outcome.trace["tracks"][track]["items"] if "tracks" in outcome.trace else outcome.trace["items"]
    named = {mark["assessor"] for item in items if not item["letter"] for mark in item["ratings"]}
    return {int(name) for name in named if name.isdecimal()}


def _before(at: datetime) -> QuerySet[Reconsidered, str]:
    """What a mark said at an instant, where its item was looked at again later."""
    later = Reconsidered.objects.filter(sheet=OuterRef("sheet"), item_code=OuterRef("item_code"), answered_at__gt=at)
    return later.order_by("answered_at", "pk").values_list("before_reason", flat=True)[:1]
