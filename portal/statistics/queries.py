"""What the public figures are counted from: a fixed number of grouped queries, whatever the rows."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from applications import clock
from applications.rounds.models import Round
from applications.suppliers.regions import current_code
from portal.dashboards.queries import standing_outcomes

COLUMNS = (
    "application__round__year",
    "application__round__scheme_code",
    "application__track",
    "level",
    "base_level",
    "application__supplier__region_code",
    "application__supplier__supplier_type",
)


@dataclass(frozen=True)
class Group:
    """So many published results that agree in everything counted; `region` is today's code, a Level may be empty."""

    year: int
    scheme: str
    track: str
    level: str
    base_level: str
    region: str
    kind: str
    count: int


def result_groups() -> list[Group]:
    """Every published result that stands, grouped."""
    today = clock.today()
    rows = standing_outcomes().order_by().values_list(*COLUMNS).annotate(Count("pk"))
    return [_group(row, current_code(row[5], today)) for row in rows]


def _group(row: tuple[Any, ...], region: str) -> Group:
    year, scheme, track, level, base_level, _code, kind, count = row
    return Group(year, scheme, track, level, base_level, region, kind, count)


def rounds() -> list[Round]:
    """All rounds that have opened, oldest first."""
    return list(Round.objects.filter(opens_at__lte=clock.now()).order_by("opens_at", "pk"))
