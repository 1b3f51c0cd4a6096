"""Tracks and rating scales put together from plain tables."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from grading.build_terms import fee_of, quota_of
from grading.kinds import Variant
from grading.reasons import because
from grading.table import Table
from grading.values import KTRS, PANEL, SPREADS, TOP_RATING, Category, Item, RatingScale, Section, Track

STEP = Decimal("0.5")
"""The only step the mark sheets, the command line and the routes to a Level know."""

NO_SCALE = RatingScale("", STEP, {}, {}, {}, "")


def scale_of(table: Table) -> RatingScale:
    step, factors = table.number("step"), table.table("factors")
    whole = {rating: factors.share(str(rating)) for rating in range(TOP_RATING + 1)}
    if step != STEP:
        table.fault("step", because("step_fixed", step=STEP))
        step = STEP
    names, names_en = table.table("names"), table.table("names_en")
    scale = RatingScale(
        code=table.text("code"),
        step=step,
        worth=_worth(whole, step),
        names={rating: names.text(str(rating)) for rating in whole},
        names_en={rating: names_en.text(str(rating)) for rating in whole},
        place=table.place,
    )
    for part in (factors, names, names_en, table):
        part.done()
    return scale


def _worth(whole: dict[int, Fraction], step: Decimal) -> dict[Decimal, Fraction]:
    """Factors of every allowed rating; between two whole ratings they lie on the straight line."""
    worth = {}
    for count in range(int(TOP_RATING / step) + 1):
        rating = step * count
        low = min(int(rating), TOP_RATING - 1)
        worth[rating] = whole[low] + (whole[low + 1] - whole[low]) * (Fraction(rating) - low)
    return worth


def track_of(table: Table, scales: Mapping[str, RatingScale]) -> Track:
    """A track with its sections, categories and items."""
    head = table.table("track")
    scale_code = head.text("scale")
    if scale_code not in scales:
        head.fault("scale", because("scale_unknown", scale=scale_code))
    types = head.table("supplier_types")
    track = Track(
        code=head.text("code"),
        name=head.text("name"),
        name_en=head.text("name_en"),
        total_points=head.whole("total_points", 1),
        item_count=head.whole("item_count", 1),
        includes=head.texts("includes"),
        scale=scales.get(scale_code, NO_SCALE),
        sections=_sections(table),
        quota=quota_of(head.table("quota")),
        fee=fee_of(head.table("fee")),
        supplier_types={code: types.texts(code) for code in types.data},
        place=table.place,
    )
    head.done()
    return track


def _sections(table: Table) -> tuple[Section, ...]:
    categories = _categories(table)
    sections = tuple(_section(entry, categories) for entry in table.tables("section"))
    for category in categories:
        if category.section not in {section.code for section in sections}:
            table.fault(f"category/{category.code}/section", because("section_unknown", section=category.section))
    return sections


def _section(entry: Table, categories: list[Category]) -> Section:
    code = entry.text("code")
    section = Section(
        code=code,
        name=entry.text("name"),
        name_en=entry.text("name_en"),
        points=entry.whole("points", 1),
        categories=tuple(category for category in categories if category.section == code),
        place=entry.place,
    )
    entry.done()
    return section


def _categories(table: Table) -> list[Category]:
    entries = table.tables("category")
    section_of = {str(e.data.get("code")): str(e.data.get("section")) for e in entries}
    items = [_item(entry, section_of) for entry in table.tables("item")]
    for item in items:
        if item.category not in section_of:
            table.fault(f"item/{item.code}/category", because("category_unknown", category=item.category))
    return [_category(entry, items) for entry in entries]


def _category(entry: Table, items: list[Item]) -> Category:
    code = entry.text("code")
    category = Category(
        code=code,
        name=entry.text("name"),
        name_en=entry.text("name_en"),
        points=entry.whole("points", 1),
        section=entry.text("section"),
        items=tuple(item for item in items if item.category == code),
        place=entry.place,
    )
    entry.done()
    return category


def _item(entry: Table, section_of: Mapping[str, str]) -> Item:
    category = entry.text("category")
    item = Item(
        code=entry.text("code"),
        name=entry.text("name"),
        name_en=entry.text("name_en"),
        points=entry.whole("points", 1),
        anchors=_anchors(entry),
        evidence=entry.texts("evidence"),
        marked_by=entry.choice("marked_by", (PANEL, KTRS)),
        section=section_of.get(category, ""),
        category=category,
        place=entry.place,
        spread=_spread(entry),
        variants=tuple(map(_variant, entry.tables("variant"))),
    )
    entry.done()
    return item


def _anchors(entry: Table) -> dict[int, str]:
    table = entry.table("anchors")
    anchors = {rating: table.text(str(rating)) for rating in range(TOP_RATING, -1, -1)}
    table.done()
    return anchors


def _spread(entry: Table) -> str | None:
    """Where the points go when the item does not apply; None where it always applies."""
    if not entry.has("not_applicable"):
        return None
    table = entry.table("not_applicable")
    spread = table.choice("spread", SPREADS)
    table.done()
    return spread


def _variant(entry: Table) -> Variant:
    variant = Variant(
        code=entry.text("code"),
        name=entry.text("name"),
        name_en=entry.text("name_en"),
        supplier_types=entry.texts("supplier_types") if entry.has("supplier_types") else (),
        technology_fields=entry.texts("technology_fields") if entry.has("technology_fields") else (),
        anchors=_anchors(entry),
        evidence=entry.texts("evidence"),
        place=entry.place,
    )
    entry.done()
    return variant
