"""Fees, seats, rounds, panels, periods and benefits put together from plain tables."""

from __future__ import annotations

from grading.reasons import because
from grading.table import Table
from grading.terms import Aftermath, Benefit, Condition, Fee, FeePart, Panel, Quota, Round, Terms

TESTS_WITH_THRESHOLD = ("at_least", "level_at_least")
TESTS = ("is_true", "is_false", *TESTS_WITH_THRESHOLD)
GAP_ACTIONS = ("reconcile", "third_assessor")
AFTER_RECONCILE = ("third_assessor", "accept")
DOWNGRADES = ("follows", "kept")
REACHES = ("effective", "start")
QUOTA_SCOPES = ("year", "round")


def quota_of(table: Table) -> Quota:
    """Seats of a track."""
    quota = Quota(table.whole("companies", 1), table.choice("scope", QUOTA_SCOPES), table.place)
    table.done()
    return quota


def fee_of(table: Table) -> Fee:
    """Both shares of a track's price."""
    fee = Fee(
        parts=tuple(map(_fee_part, table.tables("part"))),
        government_share=table.share("government_share"),
        vat=None if table.blank("vat") else table.text("vat"),
        due_days=table.whole("due_days", 1),
        place=table.place,
    )
    if not fee.parts:
        table.fault("part", because("no_fee"))
    elif fee.government_share == 1 or (fee.company_krw / (1 - fee.government_share)).denominator != 1:
        table.fault("government_share", because("fee_not_whole"))
    table.done()
    return fee


def _fee_part(table: Table) -> FeePart:
    part = FeePart(table.text("code"), table.text("name"), table.text("name_en"), table.whole("company_krw"))
    table.done()
    return part


def rounds_of(table: Table) -> list[Round]:
    """The calls for applications of a scheme."""
    return [_round(entry) for entry in table.tables("round")]


def _round(table: Table) -> Round:
    entry = Round(
        code=table.text("code"),
        name=table.text("name"),
        name_en=table.text("name_en"),
        announced_on=None if table.blank("announced_on") else table.day("announced_on"),
        opens_on=None if table.blank("opens_on") else table.day("opens_on"),
        opens_time=table.clock("opens_time"),
        closes_on=None if table.blank("closes_on") else table.day("closes_on"),
        closes_time=table.clock("closes_time"),
        place=table.place,
    )
    table.done()
    return entry


def panel_of(panel: Table, aggregation: Table) -> Panel:
    """How panels are made up and how their sheets are put together."""
    aggregation.choice("method", ("mean",))
    made = Panel(
        default_size=panel.whole("default_size", 1),
        min_size=panel.whole("min_size", 1),
        max_item_gap=panel.number("max_item_gap"),
        max_total_gap=panel.number("max_total_gap"),
        reading_days=panel.whole("reading_days"),
        conflict_years=panel.whole("conflict_years"),
        reassess_lowest_percent=panel.whole("reassess_lowest_percent"),
        trim_from=aggregation.whole("trim_from", 3),
        max_size=panel.whole("max_size", 1),
        on_item_gap=panel.choice("on_item_gap", GAP_ACTIONS),
        on_total_gap=panel.choice("on_total_gap", GAP_ACTIONS),
        after_reconcile=panel.choice("after_reconcile", AFTER_RECONCILE),
        extra_members=panel.whole("extra_members"),
        place=panel.place,
    )
    panel.done()
    aggregation.done()
    return made


def terms_of(rules: Table) -> Terms:
    """Periods and shares around a result."""
    validity, repeat = rules.table("validity"), rules.table("re_diagnosis")
    objection, refund = rules.table("objection"), rules.table("refund")
    terms = Terms(
        validity_months=validity.whole("months", 1),
        same_year_limit=repeat.whole("same_year_limit", 1),
        next_year_allowed=repeat.flag("next_year"),
        objection_days=objection.whole("days", 1),
        reply_days=objection.whole("reply_days", 1),
        extension_days=objection.whole("extension_days"),
        refund_before_assignment=refund.share("before_assignment"),
        refund_after_assignment=refund.share("after_assignment"),
        refund_after_visit=refund.share("after_visit"),
    )
    for table in (validity, repeat, objection, refund):
        table.done()
    return terms


def benefits_of(table: Table) -> tuple[Benefit, ...]:
    """What Levels open, in the order of the file."""
    if table.has("designation"):
        designation = table.table("designation")
        designation.whole("target_2026")
        designation.text("pilot_from")
        designation.done()
    return tuple(_benefit(entry) for entry in table.tables("benefit"))


def _benefit(table: Table) -> Benefit:
    points = table.table("points") if table.has("points") else None
    cap = table.table("cap") if table.has("cap") else None
    benefit = Benefit(
        code=table.text("code"),
        name=table.text("name"),
        name_en=table.text("name_en"),
        min_level=table.text("min_level") if table.has("min_level") else None,
        all_of=tuple(map(_condition, table.tables("all"))),
        any_of=tuple(map(_condition, table.tables("any"))),
        points={label: points.number(label) for label in points.data} if points else {},
        cap_points=cap.number("points") if cap else None,
        cap_items=cap.whole("items") if cap else None,
        note=table.text("note"),
        note_en=table.text("note_en"),
        place=table.place,
        after=_aftermath(table.table("after")),
    )
    if cap:
        cap.done()
    table.done()
    return benefit


def _aftermath(table: Table) -> Aftermath:
    after = Aftermath(
        downgrade=table.choice("downgrade", DOWNGRADES),
        correction=table.choice("correction", REACHES),
        revocation=table.choice("revocation", REACHES),
        place=table.place,
    )
    table.done()
    return after


def _condition(table: Table) -> Condition:
    test = table.choice("test", TESTS)
    needs = test in TESTS_WITH_THRESHOLD
    condition = Condition(
        fact=table.text("fact"),
        test=test,
        name=table.text("name"),
        name_en=table.text("name_en"),
        threshold=table.text("threshold") if needs and not table.blank("threshold") else None,
        place=table.place,
    )
    table.done()
    return condition
