"""What an outcome says, laid out once for the result page and for the report; every figure is the stored one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _

from applications import clock
from diagnosis.findings.queries import facts_on, values_of
from diagnosis.results.explanation import steps_of
from diagnosis.results.growth import AiPlan, GrowthLine, ai_plan, growth_lines, most_rewarding, weakest
from diagnosis.results.reasons import reasons_behind
from diagnosis.scoring.models import Outcome
from grading.benefits import RESULT_VALID, BenefitAnswer, benefits
from grading.explain import Step
from grading.load import load_scheme
from grading.next_level import NextLevel, Target, next_level
from grading.values import Scheme, Track

HUNDREDTH = Decimal("0.01")
LONG = 900


@dataclass(frozen=True)
class PartLine:
    """A section or category as printed; `share` is the drawn length in percent of its points."""

    code: str
    name: str
    possible: str
    awarded: str
    share: Decimal


@dataclass(frozen=True)
class ItemLine:
    """An item as printed, with the panel's reasons in no telling order.

    Where it does not apply, `absence` holds why and what became of its points.
    """

    code: str
    name: str
    possible: str
    awarded: str
    rating: str
    letter: str
    reasons: tuple[str, ...]
    applies: bool
    absence: tuple[str, ...]

    @property
    def is_long(self) -> bool:
        """Whether its words fill so much of a page that its row must not be kept together on one."""
        return sum(map(len, (*self.reasons, *self.absence))) > LONG


@dataclass(frozen=True)
class Group:
    """A section with its items below it."""

    part: PartLine
    items: tuple[ItemLine, ...]


@dataclass(frozen=True)
class BenefitLine:
    """A benefit's answer in the reader's language; state is open, closed or pending."""

    name: str
    state: str
    reason: str
    note: str
    source: str
    assumption: bool

    @property
    def state_label(self) -> str:
        return {"open": _("열림"), "closed": _("해당 없음"), "pending": _("판정 보류")}[self.state]

    @property
    def tone(self) -> str:
        return {"open": "success", "closed": "neutral", "pending": "warning"}[self.state]


@dataclass(frozen=True)
class Story:
    """An outcome told for people, in one language."""

    outcome: Outcome
    language: str
    scheme: Scheme
    track: Track
    score: Decimal | None
    has_level: bool
    groups: tuple[Group, ...]
    categories: tuple[PartLine, ...]
    steps: tuple[str, ...]
    growth: NextLevel | None
    ai: AiPlan | None
    strongest: tuple[PartLine, ...]
    weakest: tuple[PartLine, ...]

    @property
    def sections(self) -> tuple[PartLine, ...]:
        return tuple(group.part for group in self.groups)

    @property
    def track_name(self) -> str:
        return self.track.name_en if self.language == "en" else self.track.name

    @property
    def stage(self) -> str:
        """The maturity stage of the Level."""
        level = self.scheme.level(self.outcome.level)
        return level.stage_en if self.language == "en" else level.stage

    @property
    def benefit_lines(self) -> list[BenefitLine]:
        """What the Level opens by what is known of the company today; read when it is asked for."""
        return _benefits(self.scheme, self.outcome, self.language) if self.has_level else []

    @property
    def targets(self) -> tuple[Target, ...]:
        """The next Level, and the excellent one where that lies further up."""
        growth = self.growth
        found = [growth.next, growth.excellent] if growth else []
        seen = {target.level.label: target for target in found if target}
        return tuple(seen.values())

    @property
    def growth_lines(self) -> tuple[GrowthLine, ...]:
        growth = self.ai.growth if self.ai else self.growth
        return growth_lines(growth.items, self.language) if growth else ()

    @property
    def growth_first(self) -> tuple[GrowthLine, ...]:
        """The items to begin with: on the AI track those that bring the most, or else those that stand lowest."""
        return most_rewarding(self.growth_lines) if self.ai else weakest(self.growth_lines)

    @property
    def part_headers(self) -> tuple[str, ...]:
        return (_("중분류"), _("득점"), _("배점"), _("득점률(%)"))

    @property
    def part_rows(self) -> list[tuple[str, ...]]:
        return [(f"{p.code} {p.name}", p.awarded, p.possible, str(p.share)) for p in self.categories]

    @property
    def part_codes(self) -> list[str]:
        return [part.code for part in self.categories]

    @property
    def part_shares(self) -> list[Decimal]:
        return [part.share for part in self.categories]

    @property
    def shape_says(self) -> str:
        """The finding of the radar in words."""
        return _("가장 높은 곳은 %(best)s, 가장 낮은 곳은 %(worst)s입니다.") % {
            "best": self.strongest[0].name,
            "worst": self.weakest[0].name,
        }

    @property
    def level_labels(self) -> list[str]:
        """The Levels from lowest to highest."""
        return [level.label for level in reversed(self.scheme.levels)]


def tell(outcome: Outcome, language: str = "ko") -> Story:
    """The story of a graded outcome; scheme and arithmetic come from its own snapshot and scheme version."""
    scheme = load_scheme(outcome.trace["scheme"])
    track_code = outcome.application.track
    track_data = outcome.trace["tracks"][track_code] if "tracks" in outcome.trace else outcome.trace
    has_level = track_code == scheme.level_track
    found = steps_of(outcome, scheme)
    categories = tuple(_part(row, language) for row in track_data["categories"] if _counts(row))
    ranked = sorted(categories, key=lambda part: (part.share, part.code))
    return Story(
        outcome=outcome,
        language=language,
        scheme=scheme,
        track=scheme.tracks[track_code],
        score=outcome.total if has_level else outcome.ai,
        has_level=has_level,
        groups=tuple(_groups(track_data, reasons_behind(outcome), _absences(outcome, found, language), language)),
        categories=categories,
        steps=tuple(step.say(language) for step in found),
        growth=next_level(scheme, outcome.trace) if has_level else None,
        ai=None if has_level else ai_plan(scheme, outcome),
        strongest=tuple(reversed(ranked[-3:])),
        weakest=tuple(ranked[:3]),
    )


def points_of_part(stored: str) -> str:
    """Points of an item or section to the second decimal; only what they add up to is judged, and rounded once."""
    return f"{Decimal(stored).quantize(HUNDREDTH, ROUND_HALF_UP).normalize():f}"


def _groups(
    data: Mapping[str, Any], reasons: Mapping[str, Sequence[str]], absences: Mapping[str, Sequence[str]], language: str
) -> list[Group]:
    items = [
        (row["section"], _item(row, reasons.get(row["code"], ()), absences.get(row["code"], ()), language))
        for row in data["items"]
    ]
    parts = [_part(row, language) for row in data["sections"]]
    return [Group(part, tuple(item for section, item in items if section == part.code)) for part in parts]


def _part(row: Mapping[str, Any], language: str) -> PartLine:
    counted, awarded = _counted(row), row["points_awarded"]
    share = Decimal(awarded) * 100 / Decimal(counted) if _counts(row) else Decimal(0)
    drawn = share.quantize(Decimal("0.1"))
    return PartLine(row["code"], _name(row, language), points_of_part(counted), points_of_part(awarded), drawn)


def _counted(row: Mapping[str, Any]) -> str:
    """The points that count for this company: what an item that does not apply hands on is added to the others."""
    return str(row.get("points_counted", row["points_possible"]))


def _counts(row: Mapping[str, Any]) -> bool:
    """Whether anything of a part applies to the company."""
    return Decimal(_counted(row)) > 0


def _absences(outcome: Outcome, found: Sequence[Step], language: str) -> dict[str, tuple[str, ...]]:
    """Of each item that does not apply: what became of its points, the company's reason, the operator's."""
    said = outcome.trace.get("absences", {})
    told: dict[str, tuple[str, ...]] = {}
    for step in (one for one in found if one.key == "left_out"):
        why = said.get(step.figures["code"], {})
        told[step.figures["code"]] = tuple(filter(None, (step.say(language), why.get("claim"), why.get("reason"))))
    return told


def _item(row: Mapping[str, Any], reasons: Sequence[str], absence: Sequence[str], language: str) -> ItemLine:
    return ItemLine(
        code=row["code"],
        name=_name(row, language),
        possible=points_of_part(_counted(row)),
        applies=row.get("applies", True),
        absence=tuple(absence),
        awarded=points_of_part(row["points_awarded"]),
        rating=row["rating"],
        letter=row["letter"] or "",
        reasons=tuple(reasons),
    )


def _name(row: Mapping[str, Any], language: str) -> str:
    return str(row["name_en"] if language == "en" else row["name"])


def _benefits(scheme: Scheme, outcome: Outcome, language: str) -> list[BenefitLine]:
    answers = benefits(scheme, outcome.level, _facts(outcome))
    return [_benefit(answer, language) for answer in answers]


def _benefit(answer: BenefitAnswer, language: str) -> BenefitLine:
    told = (answer.name, answer.reason, answer.note)
    if language == "en":
        told = (answer.name_en, answer.reason_en, answer.note_en)
    name, reason, note = told
    return BenefitLine(name, answer.state, reason, note, answer.source, answer.assumption)


def _facts(outcome: Outcome) -> dict[str, object]:
    """What is known of the supplier today beyond the Level; what is not known stays unknown, never assumed."""
    today = clock.today()
    is_over = outcome.valid_until is not None and outcome.valid_until < today
    return values_of(facts_on(outcome.application.supplier, today)) | ({RESULT_VALID: False} if is_over else {})
