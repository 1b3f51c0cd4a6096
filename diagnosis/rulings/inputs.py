"""What a result rests on and a correction may change: KIBO's letters and the sealed ratings of the panel."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from applications.filing.models import Application
from diagnosis.ktrs.models import KtrsResult
from diagnosis.panels.amending import amend_sheet, ratings_of
from diagnosis.panels.models import Assignment, AssignmentState

LETTERS = "KTRS"


class StaleInput(Exception):
    """A value is no longer what it was when the correction was asked for; the argument names the items."""


@dataclass(frozen=True)
class Change:
    """One value to correct. `place` is LETTERS or the number of an assignment, `who` the name shown for it."""

    place: str
    who: str
    item: str
    before: str
    after: str

    def to_data(self) -> dict[str, str]:
        return asdict(self)


@dataclass(frozen=True)
class Source:
    """Where values of an application come from, with the values by item code."""

    place: str
    who: str
    values: dict[str, str]


def sources_of(application: Application) -> list[Source]:
    """The letters first, then each closed sheet in the order of closing."""
    found = []
    letters = KtrsResult.objects.filter(application=application).first()
    if letters:
        found.append(Source(LETTERS, "KTRS-FM", dict(letters.letters)))
    return found + [_source(place) for place in _places(application)]


def changes_from(data: Iterable[dict[str, Any]]) -> list[Change]:
    """The changes as a ruling stores them."""
    return [Change(**one) for one in data]


def write(application: Application, changes: Sequence[Change]) -> None:
    """Put the corrected values in place of the wrong ones. Raises StaleInput, then nothing is written."""
    if not changes:
        return
    now = {(source.place, item): value for source in sources_of(application) for item, value in source.values.items()}
    if stale := [one.item for one in changes if now.get((one.place, one.item)) != one.before]:
        raise StaleInput(", ".join(stale))
    letters = {one.item: one.after for one in changes if one.place == LETTERS}
    if letters:
        result = KtrsResult.objects.select_for_update().get(application=application)
        result.letters = {**result.letters, **letters}
        result.save(update_fields=["letters"])
    for place in _places(application):
        ratings = {one.item: Decimal(one.after) for one in changes if one.place == str(place.pk)}
        if ratings:
            amend_sheet(place.sheet, ratings)


def _places(application: Application) -> list[Assignment]:
    seated = application.assignments.filter(state=AssignmentState.ACCEPTED, sheet__closed_at__isnull=False)
    return list(seated.select_related("sheet__assignment__application", "assessor__user").order_by("sheet__closed_at"))


def _source(place: Assignment) -> Source:
    ratings = ratings_of(place.sheet)
    return Source(
        str(place.pk), str(place.assessor), {code: str(value) for code, value in ratings.items() if value is not None}
    )
