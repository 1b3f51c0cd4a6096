"""What must hold of items that read differently, or do not apply at all, for some suppliers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from grading.faults import Fault
from grading.kinds import Variant
from grading.reasons import because
from grading.values import KTRS, Item, Scheme, Track


def readings(scheme: Scheme) -> Iterator[Fault]:
    """Broken variants and items that could leave a track without anything to rate."""
    for track in scheme.tracks.values():
        for item in track.items:
            yield from _variants(scheme, item)
        yield from _gaps(track)


def _variants(scheme: Scheme, item: Item) -> Iterator[Fault]:
    if item.variants and item.marked_by == KTRS:
        yield Fault(item.place, because("ktrs_item_varies"))
    for variant in item.variants:
        if not variant.supplier_types and not variant.technology_fields:
            yield Fault(variant.place, because("variant_of_nobody"))
        yield from _known(variant, "supplier_types", variant.supplier_types, tuple(scheme.supplier_types))
        fields = tuple(scheme.technology_fields)
        yield from _known(variant, "technology_fields", variant.technology_fields, fields)
    for first, second in combinations(item.variants, 2):
        if _meet(first.supplier_types, second.supplier_types) and _meet(
            first.technology_fields, second.technology_fields
        ):
            yield Fault(second.place, because("variants_meet", other=first.code))


def _known(variant: Variant, key: str, codes: Sequence[str], known: Sequence[str]) -> Iterator[Fault]:
    for code in codes:
        if code not in known:
            yield Fault(f"{variant.place}/{key}", because("code_not_in_scheme", named=code))


def _meet(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether two lists share a code; an empty one stands for all."""
    return not first or not second or bool(set(first) & set(second))


def _gaps(track: Track) -> Iterator[Fault]:
    for item in track.items:
        if item.spread and item.marked_by == KTRS:
            yield Fault(f"{item.place}/not_applicable", because("ktrs_item_always_applies"))
    if track.panel_items and all(item.spread for item in track.panel_items):
        yield Fault(f"{track.place}/track", because("nothing_left_to_share"))
