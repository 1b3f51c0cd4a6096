"""What a new scheme changes against an old one, item by item, in words for people."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from grading.told import Words, figures_told
from grading.values import KTRS, Category, Item, Scheme, Section, Track

ADDED = "added"
REMOVED = "removed"
CHANGED = "changed"
PARTS: Mapping[str, Words] = {
    "tracks": Words("트랙", "Tracks"),
    "sections": Words("대분류", "Sections"),
    "categories": Words("중분류", "Categories"),
    "items": Words("항목", "Items"),
    "scale": Words("척도", "Scale"),
    "levels": Words("등급표", "Levels"),
    "rules": Words("집계·기간 규칙", "Rules and periods"),
    "fees": Words("부담금", "Fees"),
    "quotas": Words("지원 규모", "Quotas"),
    "benefits": Words("혜택", "Benefits"),
}
"""Headings in the order of an amendment."""

SENTENCES: Mapping[str, Words] = {
    ADDED: Words("{name}: 새로 생김 ({figure} {after})", "{name}: new ({figure} {after})"),
    REMOVED: Words("{name}: 없어짐 (이전 {figure} {before})", "{name}: dropped (was: {figure} {before})"),
    CHANGED: Words("{name}: {figure} {before} → {after}", "{name}: {figure} {before} → {after}"),
}
POINTS = Words("배점", "points")
CODE = Words("코드", "code")
NAME = Words("이름", "name")
SHAPE = Words("구성", "with")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is added, removed or changed; `part` is a heading of PARTS, `code` that of the new scheme."""

    part: str
    kind: str
    track: str
    code: str
    name: Words
    figure: Words
    before: Words | None
    after: Words | None

    def say(self, lang: str = "ko") -> str:
        """The change in one sentence."""
        told = {"name": self.name, "figure": self.figure, "before": self.before, "after": self.after}
        words = {key: value.read(lang) if value else "" for key, value in told.items()}
        return SENTENCES[self.kind].read(lang).format(**words)


def amendment(old: Scheme, new: Scheme) -> list[Change]:
    """Everything that differs, by heading and then in the order of the new scheme; empty for equal schemes."""
    changes = [*_tracks(old, new), *_figures(old, new)]
    order = list(PARTS)
    return sorted(changes, key=lambda change: order.index(change.part))


def told(changes: Sequence[Change], lang: str = "ko") -> list[tuple[str, list[str]]]:
    """The amendment as headings with one sentence for each thing: all that changed about an item stands together."""
    found: dict[str, dict[tuple[str, str, str, str], list[Change]]] = {}
    for change in changes:
        thing = (change.kind, change.track, change.name.ko, change.code if change.part == "items" else "")
        found.setdefault(change.part, {}).setdefault(thing, []).append(change)
    return [
        (PARTS[part].read(lang), [_sentence(one, lang) for one in things.values()]) for part, things in found.items()
    ]


def _sentence(changes: Sequence[Change], lang: str) -> str:
    """The first change in full, the others of the same thing behind it."""
    first = changes[0].say(lang)
    if changes[0].kind != CHANGED:
        return "; ".join(change.say(lang) for change in changes)
    return ", ".join([first, *(_figure(change, lang) for change in changes[1:])])


def _figure(change: Change, lang: str) -> str:
    before, after = (side.read(lang) if side else "" for side in (change.before, change.after))
    return f"{change.figure.read(lang)} {before} → {after}"


class _Part(Protocol):
    """A section, category or item."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def name_en(self) -> str: ...
    @property
    def points(self) -> int: ...


P = TypeVar("P", bound=_Part)
Pairs = list[tuple[P | None, P | None]]


def _tracks(old: Scheme, new: Scheme) -> Iterator[Change]:
    for code in dict.fromkeys((*old.tracks, *new.tracks)):
        before, after = old.tracks.get(code), new.tracks.get(code)
        if before is not None and after is not None:
            yield from _track(before, after)
        elif (only := after or before) is not None:
            said = Words(
                f"{len(only.items)}개 항목, {only.total_points}점",
                f"{len(only.items)} items, {only.total_points} points",
            )
            sides = (None, said) if after else (said, None)
            kind = ADDED if after else REMOVED
            yield Change("tracks", kind, code, code, Words(only.name, only.name_en), SHAPE, *sides)


def followed(old: Track, new: Track) -> list[tuple[Item | None, Item | None]]:
    """Items of two tracks side by side: by name, else by code within the same category; None where one is alone."""
    return _matched(old.items, new.items, lambda item: item.category, _codes(_categories(old, new)))


def _sections(old: Track, new: Track) -> Pairs[Section]:
    return _matched(old.sections, new.sections, lambda _: "", {"": ""})


def _categories(old: Track, new: Track) -> Pairs[Category]:
    same = _codes(_sections(old, new))
    return _matched(old.categories, new.categories, lambda category: category.section, same)


def _track(old: Track, new: Track) -> Iterator[Change]:
    sections, categories, items = _sections(old, new), _categories(old, new), followed(old, new)
    for part, pairs in (("sections", sections), ("categories", categories)):
        for before, after in pairs:
            yield from _part_changes(part, new.code, before, after)
    for one, other in items:
        yield from _part_changes("items", new.code, one, other)
        if one is not None and other is not None:
            yield from _item_changes(new.code, one, other)


def _matched(old: Sequence[P], new: Sequence[P], parent: Callable[[P], str], same: Mapping[str, str]) -> Pairs[P]:
    """Pairs of the same thing: by name, else by code within the same parent; the rest stand alone."""
    by_name = {part.name: part for part in old}
    found: dict[str, P] = {part.code: by_name[part.name] for part in new if part.name in by_name}
    taken = {part.code for part in found.values()}
    free = {part.code: part for part in old if part.code not in taken}
    for part in new:
        left = free.get(part.code)
        if part.code not in found and left is not None and same.get(parent(left), "") == parent(part):
            found[part.code] = left
    kept = {part.code for part in found.values()}
    dropped: Pairs[P] = [(part, None) for part in old if part.code not in kept]
    return [*dropped, *((found.get(part.code), part) for part in new)]


def _codes(pairs: Sequence[tuple[_Part | None, _Part | None]]) -> dict[str, str]:
    """Which new code each old one that lives on has."""
    return {before.code: after.code for before, after in pairs if before and after}


def _part_changes(part: str, track: str, before: _Part | None, after: _Part | None) -> Iterator[Change]:
    if before is None or after is None:
        only = before or after
        assert only is not None
        said = _number(only.points)
        sides = (None, said) if after else (said, None)
        yield Change(part, ADDED if after else REMOVED, track, only.code, _title(only), POINTS, *sides)
        return
    differing = [
        (CODE, Words(before.code, before.code), Words(after.code, after.code)),
        (NAME, Words(before.name, before.name_en), Words(after.name, after.name_en)),
        (POINTS, _number(before.points), _number(after.points)),
    ]
    for figure, old, new in differing:
        if old.ko != new.ko:
            yield Change(part, CHANGED, track, after.code, _title(after), figure, old, new)


def _item_changes(track: str, before: Item, after: Item) -> Iterator[Change]:
    """Who marks an item, what its ratings look like, what evidence is asked, and who it is read for."""
    for figure, old, new in zip(_ITEM_FIGURES, _item_figures(before), _item_figures(after), strict=True):
        if old != new:
            yield Change("items", CHANGED, track, after.code, _title(after), figure, Words(old, old), Words(new, new))


_ITEM_FIGURES = (
    Words("평점 주체", "marked by"),
    Words("증빙", "evidence"),
    *(Words(f"{rating}점 판정기준", f"anchor for {rating}") for rating in range(5, -1, -1)),
    Words("해당 없음", "where it does not apply"),
    Words("유형별 판정기준", "readings by kind"),
)


def _item_figures(item: Item) -> tuple[str, ...]:
    return (
        "KTRS-FM" if item.marked_by == KTRS else "PANEL",
        ", ".join(item.evidence),
        *(item.anchors[rating] for rating in range(5, -1, -1)),
        item.spread or "-",
        ", ".join(variant.code for variant in item.variants) or "-",
    )


def _figures(old: Scheme, new: Scheme) -> Iterator[Change]:
    """Everything that is one figure with a name: bands, factors, rules, fees, quotas, benefits."""
    before, after = figures_told(old), figures_told(new)
    for key in dict.fromkeys((*after, *before)):
        one, other = before.get(key), after.get(key)
        told = other or one
        assert told is not None
        if one is None or other is None:
            sides = (one.value if one else None, other.value if other else None)
            kind = ADDED if other else REMOVED
            yield Change(told.part, kind, "", key, told.title, told.figure, *sides)
        elif one.value.ko != other.value.ko:
            yield Change(told.part, CHANGED, "", key, told.title, told.figure, one.value, other.value)


def _title(part: _Part) -> Words:
    return Words(f"{part.code} {part.name}", f"{part.code} {part.name_en}")


def _number(points: int) -> Words:
    return Words(f"{points}점", str(points))
