"""A scheme put together from plain tables; everything missing or of the wrong kind becomes a fault."""

from __future__ import annotations

from grading.build_terms import benefits_of, panel_of, rounds_of, terms_of
from grading.build_track import scale_of, track_of
from grading.faults import Fault
from grading.figures import Figures
from grading.reasons import because
from grading.table import Table
from grading.terms import Organisation, SupplierType, TechnologyField
from grading.values import BONUS_MODES, AiBonus, GradePoint, Level, Scheme, Stage

REQUIRED = ("scheme", "levels", "scales", "rules", "rounds", "benefits")
NO_STAGE = Stage("", "", "", "")


def build(figures: Figures, faults: list[Fault]) -> Scheme | None:
    """The scheme a folder describes, or None when a whole file is missing."""
    missing = [name for name in REQUIRED if name not in figures.tables]
    faults.extend(Fault(f"{name}.toml", because("no_file")) for name in missing)
    if missing:
        return None
    files = {stem: Table(data, stem, faults) for stem, data in figures.tables.items() if stem != "cases"}
    scheme = _assembled(files, figures, faults)
    for table in files.values():
        table.done()
    return scheme


def _assembled(files: dict[str, Table], figures: Figures, faults: list[Fault]) -> Scheme:
    head, levels, scales, rules = files["scheme"], files["levels"], files["scales"], files["rules"]
    scale_by_code = {scale.code: scale for scale in map(scale_of, scales.tables("scale"))}
    tracks = [track_of(files[stem], scale_by_code) for stem in sorted(files) if files[stem].has("track")]
    rounding = levels.table("rounding")
    ktrs = scales.table("ktrs")
    letters = ktrs.table("ratings")
    scheme = Scheme(
        code=head.text("code"),
        year=head.whole("year", 2000),
        title=head.text("title"),
        title_en=head.text("title_en"),
        digest=figures.digest,
        tracks={track.code: track for track in tracks},
        level_track=head.text("level_track"),
        levels=_levels(levels),
        excellent_level=_excellent(levels.table("excellent")),
        grade_point=_grade_point(levels.table("grade_point")),
        score_decimals=rounding.whole("decimals"),
        ai_bonus=_ai_bonus(rules),
        panel=panel_of(rules.table("panel"), rules.table("aggregation")),
        terms=terms_of(rules),
        rounds={entry.code: entry for entry in rounds_of(files["rounds"])},
        organisations=tuple(map(_organisation, head.tables("organisation"))),
        supplier_types={t.code: t for t in map(_supplier_type, head.tables("supplier_type"))},
        technology_fields={f.code: f for f in map(_technology_field, head.tables("technology_field"))},
        ktrs_ratings={letter: letters.number(letter) for letter in letters.data},
        ktrs_names=_names(ktrs.table("names")),
        benefits=benefits_of(files["benefits"]),
        carried=_carried(head),
        uniform_rating_gives_level=levels.flag("uniform_rating_gives_level"),
        cases=len(figures.tables.get("cases", {}).get("case", [])),
        origins=figures.origins,
    )
    rounding.choice("mode", ("half_up",))
    rounding.choice("judged_on", ("printed",))
    for table in (rounding, ktrs):
        table.done()
    return scheme


def _carried(head: Table) -> dict[str, dict[str, str]]:
    """Item codes of older schemes by item code of this one; an empty text says that none stands for it."""
    if not head.has("carried"):
        return {}
    table = head.table("carried")
    found = {old: table.table(old) for old in table.data}
    return {old: {code: entry.code_or_none(code) for code in entry.data} for old, entry in found.items()}


def _names(table: Table) -> dict[str, str]:
    return {key: table.text(key) for key in table.data}


def _levels(table: Table) -> tuple[Level, ...]:
    stages = {code: _stage(code, table.table("stage").table(code)) for code in table.data.get("stage", {})}
    entries = table.tables("level")
    levels = tuple(_level(entry, len(entries) - 1 - index, stages) for index, entry in enumerate(entries))
    if not levels:
        table.fault("level", because("no_levels"))
    return levels


def _stage(code: str, table: Table) -> Stage:
    stage = Stage(code, table.text("name"), table.text("name_en"), table.text("description"))
    table.done()
    return stage


def _level(entry: Table, rank: int, stages: dict[str, Stage]) -> Level:
    stage = stages.get(entry.text("stage"), NO_STAGE)
    if stage is NO_STAGE:
        entry.fault("stage", because("stage_unknown"))
    level = Level(
        label=entry.text("label"),
        rank=rank,
        score_min=entry.number("score_min"),
        score_max=entry.number("score_max") if entry.has("score_max") else None,
        grade_point_min=entry.number("grade_point_min"),
        grade_point_max=entry.number("grade_point_max") if entry.has("grade_point_max") else None,
        stage=stage.name,
        stage_en=stage.name_en,
        stage_code=stage.code,
        description=stage.description,
        place=entry.place,
    )
    entry.done()
    return level


def _excellent(table: Table) -> str:
    for key in ("name", "name_en"):
        table.text(key)
    label = table.text("min_level")
    table.done()
    return label


def _grade_point(table: Table) -> GradePoint:
    rule = GradePoint(table.whole("offset"), table.whole("divisor", 1), table.whole("decimals"))
    table.done()
    return rule


def _ai_bonus(rules: Table) -> AiBonus | None:
    if not rules.has("ai_bonus"):
        return None
    table = rules.table("ai_bonus")
    mode = table.choice("mode", BONUS_MODES)
    bonus = AiBonus(table.text("track"), mode, table.whole("max_points", 1), table.place)
    table.done()
    return bonus


def _organisation(table: Table) -> Organisation:
    organisation = Organisation(
        role=table.text("role"),
        role_name=table.text("role_name"),
        name=table.text("name"),
        name_en=table.text("name_en"),
        valid_from=table.day("valid_from"),
        place=table.place,
    )
    table.done()
    return organisation


def _supplier_type(table: Table) -> SupplierType:
    kind = SupplierType(table.text("code"), table.text("name"), table.text("name_en"))
    table.done()
    return kind


def _technology_field(table: Table) -> TechnologyField:
    field = TechnologyField(table.text("code"), table.text("name"), table.text("name_en"))
    table.done()
    return field
