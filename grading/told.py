"""The figures of a scheme outside its items, each with a title and a value in words."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from grading.exact import plain
from grading.terms import Benefit, Condition
from grading.values import ADD_TO_TOTAL, REPORT_SEPARATELY, Level, Scheme, Track


class Words(NamedTuple):
    """The same in Korean and English."""

    ko: str
    en: str

    def read(self, lang: str) -> str:
        return self.en if lang == "en" else self.ko


class Told(NamedTuple):
    """A figure: the heading it belongs to, whose it is, what it is called and its value."""

    part: str
    title: Words
    figure: Words
    value: Words


BONUS_WORDS = {
    ADD_TO_TOTAL: Words("총점에 더함", "added to the total"),
    REPORT_SEPARATELY: Words("따로 표시함", "reported separately"),
}


def figures_told(scheme: Scheme) -> dict[str, Told]:
    """Every figure by a key that stays the same from scheme to scheme."""
    told = (_scales, _levels, _rules, _terms, _tracks, _benefits)
    return {key: figure for part in told for key, figure in part(scheme)}


Found = Iterator[tuple[str, Told]]


def _scales(scheme: Scheme) -> Found:
    for track in scheme.tracks.values():
        figure = Words("평점 0점부터의 반영률", "worth of ratings from 0")
        shares = _same(" · ".join(f"{plain(share * 100)}%" for share in track.scale.worth.values()))
        yield f"scale/{track.code}", Told("scale", _name(track), figure, shares)
    for letter, rating in scheme.ktrs_ratings.items():
        title, figure = Words(f"KTRS {letter}", f"KTRS {letter}"), Words("평점", "rating")
        yield f"scale/ktrs/{letter}", Told("scale", title, figure, _same(rating))


def _levels(scheme: Scheme) -> Found:
    for level in scheme.levels:
        yield f"levels/{level.label}", _told_level(level)
    excellent = Words("우수 등급의 시작", "excellent from")
    value = _same(f"Level {scheme.excellent_level}")
    yield "levels/excellent", Told("levels", Words("우수 공급기업", "Excellent supplier"), excellent, value)


def _told_level(level: Level) -> Told:
    figure = Words("구간", "band")
    low, high = plain(level.score_min), level.score_max
    said = Words(f"{low}점 이상", f"{low} or above")
    if high is not None:
        said = Words(f"{said.ko} {plain(high)}점 미만", f"{said.en}, below {plain(high)}")
    return Told("levels", _same(f"Level {level.label}"), figure, said)


def _rules(scheme: Scheme) -> Found:
    panel, bonus, decimals = scheme.panel, scheme.ai_bonus, scheme.score_decimals
    yield _rule("trim_from", "최고·최저를 빼는 진단표 수", "sheets from which extremes go", panel.trim_from)
    yield _rule("default_size", "기본 위원 수", "assessors by default", panel.default_size)
    yield _rule("min_size", "최소 위원 수", "assessors at least", panel.min_size)
    yield _rule("max_size", "최대 위원 수", "assessors at most", panel.max_size)
    yield _rule("max_item_gap", "조정하는 항목 차이", "gap on an item", panel.max_item_gap)
    yield _rule("max_total_gap", "조정하는 총점 차이", "gap on the total", panel.max_total_gap)
    yield _rule("after_reconcile", "조정 뒤에도 벌어지면", "after reconciling in vain", panel.after_reconcile)
    yield _rule("extra_members", "더 부르는 위원 수", "assessors called in addition", panel.extra_members)
    yield _rule("decimals", "반올림 자릿수", "decimals of a score", decimals)
    if bonus is not None:
        title = Words("제조AI 가점 방식", "AI bonus mode")
        yield "rules/ai_bonus/mode", Told("rules", title, Words("값", "value"), BONUS_WORDS[bonus.mode])
        yield _rule("ai_bonus/max", "제조AI 가점 한도", "AI bonus at most", bonus.max_points)


def _terms(scheme: Scheme) -> Found:
    terms = scheme.terms
    yield _rule("validity", "결과 유효기간(개월)", "validity in months", terms.validity_months)
    yield _rule("same_year", "같은 해 진단 횟수", "diagnoses a year", terms.same_year_limit)
    yield _rule("objection", "이의신청(일)", "days to object", terms.objection_days)
    yield _rule("reply", "이의 답변(일)", "days to reply", terms.reply_days)
    yield _rule("extension", "답변 연장(일)", "days of extension", terms.extension_days)
    refunds = (
        ("before_assignment", "환불: 배정 전", "refund before assignment", terms.refund_before_assignment),
        ("after_assignment", "환불: 배정 뒤", "refund after assignment", terms.refund_after_assignment),
        ("after_visit", "환불: 방문 뒤", "refund after the visit", terms.refund_after_visit),
    )
    for key, ko, en, share in refunds:
        yield f"rules/refund/{key}", Told("rules", Words(ko, en), Words("비율", "share"), _percent(share))


def _tracks(scheme: Scheme) -> Found:
    for track in scheme.tracks.values():
        code, name = track.code, _name(track)
        for part in track.fee.parts:
            title = Words(f"{track.name} · {part.name}", f"{track.name_en} · {part.name_en}")
            won = Words(f"{part.company_krw:,}원", f"₩{part.company_krw:,}")
            yield f"fees/{code}/{part.code}", Told("fees", title, Words("기업부담금", "company's share"), won)
        share = Words("정부 부담 비율", "government's share")
        yield f"fees/{code}/government", Told("fees", name, share, _percent(track.fee.government_share))
        companies = Words(f"{track.quota.companies}개사", f"{track.quota.companies} companies")
        yield f"quotas/{code}", Told("quotas", name, Words("지원 규모", "quota"), companies)
        kinds = {kind for kinds in track.supplier_types.values() for kind in kinds}
        named = [scheme.supplier_types[kind] for kind in scheme.supplier_types if kind in kinds]
        types = Words(", ".join(kind.name for kind in named), ", ".join(kind.name_en for kind in named))
        who = Words("신청할 수 있는 유형", "types that may apply")
        yield f"quotas/{code}/types", Told("quotas", name, who, types)


def _benefits(scheme: Scheme) -> Found:
    for benefit in scheme.benefits:
        title, key = Words(benefit.name, benefit.name_en), f"benefits/{benefit.code}"
        level = "-" if benefit.min_level is None else f"Level {benefit.min_level}"
        yield key, Told("benefits", title, Words("필요한 등급", "Level needed"), _same(level))
        for label, points in benefit.points.items():
            figure = Words(f"Level {label} 가점", f"bonus at Level {label}")
            yield f"{key}/points/{label}", Told("benefits", title, figure, _same(points))
        if benefit.cap_points is not None:
            cap = Words(
                f"{benefit.cap_items}개 항목 {plain(benefit.cap_points)}점",
                f"{benefit.cap_items} items, {plain(benefit.cap_points)} points",
            )
            yield f"{key}/cap", Told("benefits", title, Words("가점 한도", "cap"), cap)
        yield from _conditions(key, title, benefit)


def _conditions(key: str, title: Words, benefit: Benefit) -> Found:
    kinds = (("all", Words("조건", "condition")), ("any", Words("조건(하나 이상)", "condition (one of)")))
    for (kind, figure), conditions in zip(kinds, (benefit.all_of, benefit.any_of), strict=True):
        for condition in conditions:
            yield f"{key}/{kind}/{condition.fact}", Told("benefits", title, figure, _condition(condition))


def _condition(condition: Condition) -> Words:
    """The condition with its threshold; one that no notice has set yet says so."""
    needs = condition.test in ("at_least", "level_at_least")
    if not needs:
        return Words(condition.name, condition.name_en)
    if condition.threshold is None:
        return Words(f"{condition.name}(미고시)", f"{condition.name_en} (not set yet)")
    return Words(f"{condition.name}({condition.threshold})", f"{condition.name_en} ({condition.threshold})")


def _rule(key: str, ko: str, en: str, value: object) -> tuple[str, Told]:
    return f"rules/{key}", Told("rules", Words(ko, en), Words("값", "value"), _same(value))


def _same(value: object) -> Words:
    text = plain(value) if isinstance(value, Decimal) else str(value)
    return Words(text, text)


def _percent(share: Fraction) -> Words:
    return _same(f"{plain(share * 100)}%")


def _name(track: Track) -> Words:
    return Words(track.name, track.name_en)
