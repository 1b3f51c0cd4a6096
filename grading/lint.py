"""What must hold between the figures of a scheme: sums, bands, references, uniform ratings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from grading.exact import half_up, plain
from grading.faults import Fault
from grading.proof import proof as proof
from grading.readings import readings
from grading.reasons import because
from grading.terms import Condition
from grading.values import TOP_RATING, Level, RatingScale, Scheme, Track


def scheme_faults(scheme: Scheme) -> list[Fault]:
    """Every broken relation between the figures of a scheme."""
    checks = (_tracks, _scales, _levels, _uniform, _ktrs, _benefits, _rounds, _bonus, _panel, readings)
    return [fault for check in checks for fault in check(scheme)]


def _tracks(scheme: Scheme) -> Iterator[Fault]:
    if scheme.level_track not in scheme.tracks:
        yield Fault("scheme/level_track", because("track_unknown", track=scheme.level_track))
    for track in scheme.tracks.values():
        yield from _sums(track)
        if len(track.items) != track.item_count:
            reason = because("item_count", stated=track.item_count, found=len(track.items))
            yield Fault(f"{track.place}/track/item_count", reason)


def _sums(track: Track) -> Iterator[Fault]:
    place = f"{track.place}/track/total_points"
    yield from _sum(place, track.total_points, (part.points for part in track.sections), "sum_of_sections")
    for section in track.sections:
        parts = (part.points for part in section.categories)
        yield from _sum(f"{section.place}/points", section.points, parts, "sum_of_categories")
    for category in track.categories:
        parts = (item.points for item in category.items)
        yield from _sum(f"{category.place}/points", category.points, parts, "sum_of_items")


def _sum(place: str, stated: int, parts: Iterable[int], code: str) -> Iterator[Fault]:
    total = sum(parts)
    if total != stated:
        yield Fault(place, because(code, found=total, stated=stated))


def _scales(scheme: Scheme) -> Iterator[Fault]:
    used = {track.scale.code: track.scale for track in scheme.tracks.values() if track.scale.worth}
    for scale in used.values():
        yield from _rising(scale)


def _rising(scale: RatingScale) -> Iterator[Fault]:
    worth = list(scale.worth.values())
    if any(low >= high for low, high in pairwise(worth)):
        yield Fault(f"{scale.place}/factors", because("not_rising"))
    if worth[-1] != 1:
        yield Fault(f"{scale.place}/factors/{TOP_RATING}", because("top_not_whole"))


def _levels(scheme: Scheme) -> Iterator[Fault]:
    levels = scheme.levels
    for upper, lower in pairwise(levels):
        yield from _band(lower, "score", upper.score_min, lower.score_max)
        yield from _band(lower, "grade_point", upper.grade_point_min, lower.grade_point_max)
    for level in levels:
        yield from _edge(scheme, level)
    if levels and (levels[0].score_max is not None or levels[0].grade_point_max is not None):
        yield Fault(levels[0].place, because("top_has_edge"))
    if levels and (levels[-1].score_min or levels[-1].grade_point_min):
        yield Fault(f"{levels[-1].place}/score_min", because("bottom_above_zero"))
    if scheme.excellent_level not in {level.label for level in levels}:
        yield Fault("levels/excellent/min_level", because("level_unknown", level=scheme.excellent_level))


def _band(lower: Level, kind: str, next_min: Decimal, own_max: Decimal | None) -> Iterator[Fault]:
    place = f"{lower.place}/{kind}_max"
    own_min = lower.score_min if kind == "score" else lower.grade_point_min
    if own_min >= next_min:
        yield Fault(place, because("bands_out_of_order", own=own_min, next=next_min))
    if own_max is None:
        yield Fault(place, because("edge_missing"))
    elif own_max > next_min:
        yield Fault(place, because("bands_overlap", own=own_max, next=next_min))
    elif own_max < next_min:
        yield Fault(place, because("bands_apart", own=own_max, next=next_min))


def _edge(scheme: Scheme, level: Level) -> Iterator[Fault]:
    rule = scheme.grade_point
    expected = max(Fraction(0), (Fraction(level.score_min) - rule.offset) / rule.divisor)
    if Fraction(level.grade_point_min) != expected:
        yield Fault(f"{level.place}/grade_point_min", because("grade_point_differs", expected=plain(expected)))


def _uniform(scheme: Scheme) -> Iterator[Fault]:
    track = scheme.tracks.get(scheme.level_track)
    if not scheme.uniform_rating_gives_level:
        return
    if track is None or not track.scale.worth or not scheme.levels:
        return
    for rating in range(TOP_RATING + 1):
        total = sum((item.points * track.scale.worth[Decimal(rating)] for item in track.items), Fraction(0))
        printed = half_up(total, scheme.score_decimals)
        if scheme.level_of(printed).label != str(rating):
            label = scheme.level_of(printed).label
            reason = because("uniform_misses", rating=rating, printed=printed, level=label)
            yield Fault(f"{track.place}/uniform/{rating}", reason)


def _ktrs(scheme: Scheme) -> Iterator[Fault]:
    for track in scheme.tracks.values():
        for letter, rating in scheme.ktrs_ratings.items():
            if track.ktrs_items and track.scale.worth and rating not in track.scale.worth:
                yield Fault(f"scales/ktrs/ratings/{letter}", because("letter_off_scale", rating=rating))
        if track.ktrs_items and not scheme.ktrs_ratings:
            yield Fault("scales/ktrs/ratings", because("no_letters"))
    if set(scheme.ktrs_ratings) != set(scheme.ktrs_names):
        yield Fault("scales/ktrs/names", because("letters_and_names"))


def _benefits(scheme: Scheme) -> Iterator[Fault]:
    labels = {level.label for level in scheme.levels}
    for benefit in scheme.benefits:
        named = [*benefit.points, *([benefit.min_level] if benefit.min_level is not None else [])]
        for label in named:
            if label not in labels:
                yield Fault(benefit.place, because("level_not_in_table", level=label))
        for level in scheme.levels if benefit.points and benefit.min_level in labels else ():
            opened = level.rank >= scheme.level(benefit.min_level or "").rank
            if opened != (level.label in benefit.points):
                yield Fault(f"{benefit.place}/points", because("points_and_level", level=level.label))
        for condition in (*benefit.all_of, *benefit.any_of):
            yield from _condition(condition, labels)


def _condition(condition: Condition, labels: set[str]) -> Iterator[Fault]:
    place, threshold = f"{condition.place}/threshold", condition.threshold
    if condition.test == "level_at_least" and threshold is not None and threshold not in labels:
        yield Fault(place, because("level_not_in_table", level=threshold))
    if condition.test == "at_least" and threshold is not None and not _is_number(threshold):
        yield Fault(place, because("threshold_no_number", value=threshold))


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isascii() and text.replace(".", "", 1).isdigit()


def _rounds(scheme: Scheme) -> Iterator[Fault]:
    if not scheme.rounds:
        yield Fault("rounds/round", because("no_rounds"))
    for entry in scheme.rounds.values():
        if entry.opens_at and entry.closes_at and entry.closes_at <= entry.opens_at:
            yield Fault(f"{entry.place}/closes_on", because("closes_too_early"))
    for track in scheme.tracks.values():
        place = f"{track.place}/track/supplier_types"
        for code in sorted(set(scheme.rounds) ^ set(track.supplier_types)):
            yield Fault(f"{place}/{code}", because("types_by_round"))
        for kind in sorted({kind for kinds in track.supplier_types.values() for kind in kinds}):
            if kind not in scheme.supplier_types:
                yield Fault(place, because("type_unknown", kind=kind))


def _bonus(scheme: Scheme) -> Iterator[Fault]:
    bonus = scheme.ai_bonus
    if bonus is not None and bonus.track not in scheme.tracks:
        yield Fault(f"{bonus.place}/track", because("track_unknown", track=bonus.track))
    elif bonus is not None and bonus.track == scheme.level_track:
        yield Fault(f"{bonus.place}/track", because("bonus_is_level_track"))


def _panel(scheme: Scheme) -> Iterator[Fault]:
    if scheme.panel.min_size > scheme.panel.default_size:
        yield Fault(f"{scheme.panel.place}/min_size", because("least_above_usual"))
    if scheme.panel.max_size < scheme.panel.default_size:
        yield Fault(f"{scheme.panel.place}/max_size", because("most_below_usual"))
