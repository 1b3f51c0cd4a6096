"""Every figure of a scheme folder with its place, its value and where it comes from."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grading.figures import NOT_FIGURES, Figures, key_of, read_folder
from grading.values import Origin

LONGEST = 120
NO_ORIGIN = Origin("", "", True)


@dataclass(frozen=True)
class Figure:
    """One figure: its place (`integrated/section/1/points`), its value as text, its source."""

    place: str
    whole: str
    source: str
    assumption: bool

    @property
    def value(self) -> str:
        """The value as pages print it: cut where it is long."""
        return self.whole if len(self.whole) <= LONGEST else f"{self.whole[:LONGEST]}…"

    @property
    def file(self) -> str:
        """The file it stands in."""
        return f"{self.place.partition('/')[0]}.toml"


def figures_in(folder: Path) -> Iterator[Figure]:
    """Every figure of a folder that has no faults, in the order of the files."""
    figures = read_folder(folder)
    for stem, table in figures.tables.items():
        if stem not in NOT_FIGURES:
            yield from _below(figures, stem, table)


def _below(figures: Figures, place: str, value: Any) -> Iterator[Figure]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _below(figures, f"{place}/{key}", inner)
    elif isinstance(value, list) and value and all(isinstance(entry, dict) for entry in value):
        for index, entry in enumerate(value):
            yield from _below(figures, f"{place}/{key_of(entry, index)}", entry)
    else:
        origin = _origin(figures, place)
        yield Figure(place, _text(value), origin.title, origin.assumption)


def _origin(figures: Figures, place: str) -> Origin:
    """What the figure or the nearest table around it states; a figure without any counts as an assumption."""
    while place and place not in figures.origins:
        place = place.rpartition("/")[0]
    return figures.origins.get(place, NO_ORIGIN)


def _text(value: Any) -> str:
    if value is None:
        return "–"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
