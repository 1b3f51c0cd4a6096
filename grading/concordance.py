"""What two years' schemes have in common, so that results of both are only compared as far as they can be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from grading.faults import Fault, SchemeError
from grading.figures import read_file
from grading.load import SCHEMES, load_scheme, shipped_codes
from grading.reasons import because
from grading.table import Table
from grading.values import Item, Origin, Scheme, Track

CONCORDANCE = SCHEMES / "concordance"


class NotComparable(LookupError):
    """No concordance of the two schemes has been drawn up."""


@dataclass(frozen=True, slots=True)
class Shared:
    """An item of the new scheme and the old one that asks the same; ratings may differ by up to `spread`."""

    item: Item
    old: Item
    spread: Decimal
    reason: str
    reason_en: str


@dataclass(frozen=True, slots=True)
class Alone:
    """An item that only one of the schemes has, and why nothing stands for it."""

    item: Item
    reason: str
    reason_en: str


@dataclass(frozen=True, slots=True)
class Caution:
    """What must be said wherever results of both years stand side by side."""

    code: str
    text: str
    text_en: str
    source: str
    assumption: bool


@dataclass(frozen=True, slots=True)
class Share:
    """How much of a section of the new scheme can be compared, in points."""

    code: str
    name: str
    name_en: str
    points: int
    comparable: int


@dataclass(frozen=True, slots=True)
class Concordance:
    """Two schemes side by side on the tracks that decide their Levels."""

    old: Scheme
    new: Scheme
    shared: tuple[Shared, ...]
    only_old: tuple[Alone, ...]
    only_new: tuple[Alone, ...]
    cautions: tuple[Caution, ...]

    @property
    def track(self) -> Track:
        return self.new.tracks[self.new.level_track]

    @property
    def shared_points(self) -> int:
        """Points of the new scheme that rest on items which both years ask."""
        return sum(share.comparable for share in self.sections)

    @property
    def sections(self) -> tuple[Share, ...]:
        """By section of the new scheme: how many of its points rest on items that both years ask."""
        found = {pair.item.code for pair in self.shared}
        return tuple(
            Share(s.code, s.name, s.name_en, s.points, sum(i.points for i in s.items if i.code in found))
            for s in self.track.sections
        )


def concordances() -> tuple[tuple[str, str], ...]:
    """Pairs of scheme codes, old and new, for which a concordance has been drawn up."""
    return tuple((old, new) for old, _, new in (path.stem.partition("_") for path in sorted(_files(CONCORDANCE))))


@lru_cache(maxsize=16)
def concordance(old: str, new: str) -> Concordance:
    """The concordance of two schemes. Raises NotComparable where none was drawn up, SchemeError for faults."""
    if (old, new) not in concordances():
        raise NotComparable(f"{old} → {new}")
    found, faults = _read(CONCORDANCE / f"{old}_{new}.toml", load_scheme(old), load_scheme(new))
    if faults:
        raise SchemeError(faults)
    return found


def concordance_faults(folder: Path = CONCORDANCE) -> list[Fault]:
    """Everything wrong in the concordances of shipped schemes."""
    found = []
    for path in sorted(_files(folder)):
        old, _, new = path.stem.partition("_")
        if {old, new} <= set(shipped_codes()):
            found += _read(path, load_scheme(old), load_scheme(new))[1]
        else:
            found.append(Fault(path.name, because("schemes_of_name_missing")))
    return found


def _files(folder: Path) -> Iterator[Path]:
    return folder.glob("*_*.toml")


def _read(path: Path, old: Scheme, new: Scheme) -> tuple[Concordance, list[Fault]]:
    figures = read_file(path)
    table = Table(figures.tables[path.stem], path.stem, figures.faults)
    if (table.text("old"), table.text("new")) != (old.code, new.code):
        table.fault("old", because("schemes_of_name_differ"))
    old_track, new_track = old.tracks[old.level_track], new.tracks[new.level_track]
    between = Concordance(
        old=old,
        new=new,
        shared=tuple(_shared(entry, old_track, new_track) for entry in table.tables("item")),
        only_old=tuple(_alone(entry, old_track) for entry in table.tables("only_old")),
        only_new=tuple(_alone(entry, new_track) for entry in table.tables("only_new")),
        cautions=tuple(_caution(entry, figures.origins) for entry in table.tables("caution")),
    )
    table.done()
    _complete(table, between)
    return between, figures.faults


def _shared(entry: Table, old: Track, new: Track) -> Shared:
    pair = Shared(
        item=_item(entry, "code", new),
        old=_item(entry, "old", old),
        spread=entry.number("spread"),
        reason=entry.text("reason"),
        reason_en=entry.text("reason_en"),
    )
    if pair.spread % new.scale.step:
        entry.fault("spread", because("not_multiple_of_step", step=new.scale.step))
    entry.done()
    return pair


def _alone(entry: Table, track: Track) -> Alone:
    alone = Alone(_item(entry, "code", track), entry.text("reason"), entry.text("reason_en"))
    entry.done()
    return alone


def _item(entry: Table, key: str, track: Track) -> Item:
    code = entry.text(key)
    if not track.has_item(code):
        entry.fault(key, because("item_unknown", item=code))
        return track.items[0]
    return track.item(code)


def _caution(entry: Table, origins: Mapping[str, Origin]) -> Caution:
    origin = origins[f"{entry.place}/text"]
    caution = Caution(entry.text("code"), entry.text("text"), entry.text("text_en"), origin.title, origin.assumption)
    entry.done()
    return caution


def _complete(table: Table, between: Concordance) -> None:
    """Every item of both schemes stands exactly once: nothing is passed over in silence."""
    sides = (
        ("only_old", between.old, [p.old for p in between.shared], between.only_old),
        ("only_new", between.new, [p.item for p in between.shared], between.only_new),
    )
    for key, scheme, shared, alone in sides:
        named = sorted(item.code for item in (*shared, *(one.item for one in alone)))
        if named != sorted(item.code for item in scheme.tracks[scheme.level_track].items):
            table.fault(key, because("items_each_once", scheme=scheme.code))
