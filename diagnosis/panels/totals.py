"""What a sheet adds up to while it is filled."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from applications.filing.models import Application
from diagnosis.panels.marking import is_complete
from diagnosis.panels.models import Mark
from grading.exact import half_up
from grading.load import load_scheme
from grading.weighing import weighing


@dataclass(frozen=True)
class Running:
    """Points of the items rated so far, out of all that this sheet can give."""

    points: Decimal
    possible: Decimal
    rated: int
    complete: int
    items: int


def running_total(application: Application, marks: Iterable[Mark], absent: frozenset[str] = frozenset()) -> Running:
    """The sum so far by the kernel's own worth of each rating, rounded once for show; `absent` items do not apply."""
    scheme = load_scheme(application.scheme_code)
    track = scheme.tracks[application.track]
    stored = list(marks)
    weighed = weighing(track, absent)
    marked = [item for item in track.panel_items if weighed.applies(item)]
    rated = {mark.item_code: mark.rating for mark in stored if mark.rating is not None}
    exact = sum((weighed.worth(item, rated[item.code]) for item in marked if item.code in rated), Fraction(0))
    return Running(
        points=half_up(exact, scheme.score_decimals),
        possible=half_up(sum((weighed.points[item.code] for item in marked), Fraction(0)), scheme.score_decimals),
        rated=sum(item.code in rated for item in marked),
        complete=sum(is_complete(mark) and mark.item_code not in absent for mark in stored),
        items=len(marked),
    )
