"""What the page about the diagnosis model prints: a scheme, laid out; nothing is decided here."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from applications.rounds.wording import in_language, named
from diagnosis.answers.absences import treatment
from grading.exact import plain
from grading.kinds import Variant
from grading.values import KTRS, Item, Level, Scheme, Section, Track


@dataclass(frozen=True)
class ReadingRow:
    """How an item reads for some suppliers: for whom, its name, anchors and evidence."""

    whom: str
    name: str
    anchors: tuple[tuple[int, str], ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class ItemRow:
    """One item with its anchors, highest rating first.

    `readings` are those for other kinds of supplier; `treatment` says what becomes of the points where the item may
    not apply, and is empty where it always does.
    """

    anchor: str
    code: str
    name: str
    points: int
    marked_by: str
    anchors: tuple[tuple[int, str], ...]
    evidence: tuple[str, ...]
    assumption: bool
    readings: tuple[ReadingRow, ...]
    treatment: str


@dataclass(frozen=True)
class PartRow:
    """A section or category: what it is called, what it is worth, what it holds."""

    anchor: str
    code: str
    name: str
    points: int
    assumption: bool
    items: tuple[ItemRow, ...] = ()
    parts: "tuple[PartRow, ...]" = ()


@dataclass(frozen=True)
class TrackPart:
    """A track with its sections and the worth of each rating."""

    code: str
    name: str
    points: int
    items: int
    includes: tuple[str, ...]
    sections: tuple[PartRow, ...]
    scale: tuple[tuple[int, str, str], ...]
    scale_assumption: bool


@dataclass(frozen=True)
class LevelRow:
    """A step of the Level table as printed."""

    label: str
    score: str
    grade_point: str
    stage: str
    description: str
    is_threshold: bool


@dataclass(frozen=True)
class ModelPage:
    """Everything the page prints about one scheme."""

    title: str
    tracks: tuple[TrackPart, ...]
    levels: tuple[LevelRow, ...]
    threshold: str
    bonus: str
    bonus_assumption: bool
    sources: tuple[str, ...]


def model_page(scheme: Scheme) -> ModelPage:
    """The scheme in the language of the page."""
    return ModelPage(
        title=in_language(scheme.title, scheme.title_en),
        tracks=tuple(_track(scheme, track) for track in scheme.tracks.values()),
        levels=tuple(_level(scheme, level) for level in scheme.levels),
        threshold=scheme.excellent_level,
        bonus=_bonus(scheme),
        bonus_assumption=scheme.ai_bonus is not None and scheme.origin(f"{scheme.ai_bonus.place}/mode").assumption,
        sources=tuple(sorted({origin.title for origin in scheme.origins.values()})),
    )


def _track(scheme: Scheme, track: Track) -> TrackPart:
    worth = track.scale.worth.items()
    names = _rating_names(track)
    return TrackPart(
        code=track.code,
        name=named(track),
        points=track.total_points,
        items=len(track.items),
        includes=track.includes,
        sections=tuple(_section(scheme, track, section) for section in track.sections),
        scale=tuple(
            (int(rating), names[int(rating)], f"{plain(share * 100)}%")
            for rating, share in sorted(worth, reverse=True)
            if rating == int(rating)
        ),
        scale_assumption=scheme.origin(track.scale.place).assumption,
    )


def _rating_names(track: Track) -> dict[int, str]:
    """What each whole rating of the track's scale is called in the language of the page."""
    scale = track.scale
    return {rating: in_language(name, scale.names_en.get(rating, "")) for rating, name in scale.names.items()}


def _section(scheme: Scheme, track: Track, section: Section) -> PartRow:
    categories = tuple(
        PartRow(
            anchor=f"{track.code}-{category.code}",
            code=category.code,
            name=named(category),
            points=category.points,
            assumption=scheme.origin(f"{category.place}/points").assumption,
            items=tuple(_item(scheme, track, item) for item in category.items),
        )
        for category in section.categories
    )
    anchor, assumption = f"{track.code}-{section.code}", scheme.origin(f"{section.place}/points").assumption
    return PartRow(anchor, section.code, named(section), section.points, assumption, parts=categories)


def _item(scheme: Scheme, track: Track, item: Item) -> ItemRow:
    return ItemRow(
        anchor=f"{track.code}-{item.code}",
        code=item.code,
        name=named(item),
        points=item.points,
        marked_by=_("기술보증기금 KTRS-FM") if item.marked_by == KTRS else _("진단위원"),
        anchors=tuple(sorted(item.anchors.items(), reverse=True)),
        evidence=item.evidence,
        assumption=scheme.origin(f"{item.place}/points").assumption,
        readings=tuple(_reading(scheme, variant) for variant in item.variants),
        treatment=treatment(track, item),
    )


def _reading(scheme: Scheme, variant: Variant) -> ReadingRow:
    whom = [
        *(named(scheme.supplier_types[code]) for code in variant.supplier_types),
        *(named(scheme.technology_fields[code]) for code in variant.technology_fields),
    ]
    anchors = tuple(sorted(variant.anchors.items(), reverse=True))
    return ReadingRow(", ".join(whom), named(variant), anchors, variant.evidence)


def _level(scheme: Scheme, level: Level) -> LevelRow:
    upper = next((other for other in scheme.levels if other.rank == level.rank + 1), None)
    return LevelRow(
        label=level.label,
        score=_band(plain(level.score_min), plain(upper.score_min) if upper else "", lowest=level.rank == 0),
        grade_point=_band(
            plain(level.grade_point_min), plain(upper.grade_point_min) if upper else "", lowest=level.rank == 0
        ),
        stage=in_language(level.stage, level.stage_en),
        description=level.description,
        is_threshold=level.label == scheme.excellent_level,
    )


def _band(lower: str, upper: str, *, lowest: bool) -> str:
    if lowest:
        return _("%(upper)s 미만") % {"upper": upper}
    if not upper:
        return _("%(lower)s 이상") % {"lower": lower}
    return _("%(lower)s 이상 %(upper)s 미만") % {"lower": lower, "upper": upper}


def _bonus(scheme: Scheme) -> str:
    if scheme.ai_bonus is None:
        return ""
    told = {
        "add_to_total": _("제조AI 점수를 최대 %(points)d점까지 총점에 더해요."),
        "report_separately": _("제조AI 점수는 따로 표시하고 총점에 더하지 않아요."),
    }
    return told[scheme.ai_bonus.mode] % {"points": scheme.ai_bonus.max_points}
