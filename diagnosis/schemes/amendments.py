"""The amendment from one scheme to another: every figure that changed, came or went, named for people."""

from collections.abc import Iterator
from dataclasses import dataclass

from diagnosis.schemes.figures import Figure
from diagnosis.schemes.queries import Version
from grading.diff import amendment as changes_between
from grading.diff import told
from grading.faults import SchemeError
from grading.values import Category, Item, Scheme, Section

CHANGED, CAME, WENT = "changed", "came", "went"


@dataclass(frozen=True)
class Amended:
    """One figure: its place, what it belongs to, both values; `kind` is changed, came or went."""

    place: str
    about: str
    before: str
    after: str
    kind: str
    assumption: bool

    @property
    def file(self) -> str:
        return f"{self.place.partition('/')[0]}.toml"


def amendment(before: Version, after: Version, language: str) -> list[Amended]:
    """Every difference of the two in the order of the newer one; what went comes last."""
    old = {one.place: one for one in before.figures}
    new = {one.place: one for one in after.figures}
    names = _names(before, language) | _names(after, language)
    found = [
        _amended(place, old.get(place), figure, names)
        for place, figure in new.items()
        if _differs(old.get(place), figure)
    ]
    return found + [_amended(place, figure, None, names) for place, figure in old.items() if place not in new]


def in_words(before: Version, after: Version, language: str) -> list[tuple[str, list[str]]]:
    """The amendment as the kernel tells it, by heading; nothing where today's kernel finds faults in one of them."""
    try:
        return told(changes_between(before.scheme, after.scheme), language)
    except SchemeError:
        return []


def _differs(before: Figure | None, after: Figure) -> bool:
    return before is None or before.whole != after.whole


def _amended(place: str, before: Figure | None, after: Figure | None, names: dict[str, str]) -> Amended:
    kind = CHANGED if before and after else CAME if after else WENT
    assumption = any(one.assumption for one in (after or before,) if one)
    then, now = (one.value if one else "" for one in (before, after))
    return Amended(place, _about(place, names), then, now, kind, assumption)


def _about(place: str, names: dict[str, str]) -> str:
    """The name of the item, category, section or track around a place."""
    while place:
        if place in names:
            return names[place]
        place = place.rpartition("/")[0]
    return ""


def _names(version: Version, language: str) -> dict[str, str]:
    try:
        return dict(_named(version.scheme, language))
    except SchemeError:
        return {}


def _named(scheme: Scheme, language: str) -> Iterator[tuple[str, str]]:
    for track in scheme.tracks.values():
        yield track.place, track.name_en if language == "en" else track.name
        parts: tuple[Section | Category | Item, ...] = (*track.sections, *track.categories, *track.items)
        for part in parts:
            yield part.place, f"{part.code} {part.name_en if language == 'en' else part.name}"
    for level in scheme.levels:
        yield level.place, f"Level {level.label}"
