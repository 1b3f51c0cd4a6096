"""What must hold of items that read differently, or do not apply at all, for some suppliers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from grading.faults import Fault
from grading.kinds import Variant
from grading.values import KTRS, Item, Scheme, Track


def readings(scheme: Scheme) -> Iterator[Fault]:
    """Broken variants and items that could leave a track without anything to rate."""
    for track in scheme.tracks.values():
        for item in track.items:
            yield from _variants(scheme, item)
        yield from _gaps(track)


def _variants(scheme: Scheme, item: Item) -> Iterator[Fault]:
    if item.variants and item.marked_by == KTRS:
        yield Fault(item.place, "KTRS 항목은 유형에 따라 달리 적을 수 없습니다")
    for variant in item.variants:
        if not variant.supplier_types and not variant.technology_fields:
            yield Fault(variant.place, "공급기업 유형이나 기술분야를 하나 이상 적어야 합니다")
        yield from _known(variant, "supplier_types", variant.supplier_types, tuple(scheme.supplier_types))
        fields = tuple(scheme.technology_fields)
        yield from _known(variant, "technology_fields", variant.technology_fields, fields)
    for first, second in combinations(item.variants, 2):
        if _meet(first.supplier_types, second.supplier_types) and _meet(
            first.technology_fields, second.technology_fields
        ):
            yield Fault(second.place, f"같은 공급기업에 «{first.code}» 도 해당합니다")


def _known(variant: Variant, key: str, codes: Sequence[str], known: Sequence[str]) -> Iterator[Fault]:
    for code in codes:
        if code not in known:
            yield Fault(f"{variant.place}/{key}", f"«{code}» 이(가) scheme.toml 에 없습니다")


def _meet(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether two lists share a code; an empty one stands for all."""
    return not first or not second or bool(set(first) & set(second))


def _gaps(track: Track) -> Iterator[Fault]:
    for item in track.items:
        if item.spread and item.marked_by == KTRS:
            yield Fault(f"{item.place}/not_applicable", "KTRS 항목은 «해당 없음»일 수 없습니다")
    if track.panel_items and all(item.spread for item in track.panel_items):
        yield Fault(f"{track.place}/track", "모든 항목이 «해당 없음»일 수 있으면 배점을 나눌 곳이 없습니다")
