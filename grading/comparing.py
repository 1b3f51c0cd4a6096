"""A concordance told for people: what of two years can be compared, how exactly, and what cannot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from grading.concordance import Alone, Concordance, Shared
from grading.exact import plain

TEXTS: Mapping[str, Mapping[str, str]] = {
    "ko": {
        "title": "{old} ↔ {new}",
        "cautions": "연도를 넘어 견줄 때 함께 말해야 하는 것",
        "sections": "견줄 수 있는 배점({new} 기준)",
        "section": "{code} {name}: {points}점 가운데 {comparable}점",
        "shared": "두 해 모두 묻는 항목(평점은 적힌 폭만큼 위아래로 어긋날 수 있음)",
        "pair": "{old} → {new} {name}: ±{spread}점, {reason}",
        "only_old": "{old} 에만 있어 이어지지 않는 항목",
        "only_new": "{new} 에만 있어 견줄 수 없는 항목",
        "alone": "{code} {name}: {reason}",
    },
    "en": {
        "title": "{old} ↔ {new}",
        "cautions": "What must be said wherever both years stand side by side",
        "sections": "Points that can be compared (by {new})",
        "section": "{code} {name}: {comparable} of {points} points",
        "shared": "Items that both years ask (ratings may differ up or down by the span given)",
        "pair": "{old} → {new} {name}: ±{spread}, {reason}",
        "only_old": "Items of {old} that are not carried on",
        "only_new": "Items of {new} that cannot be compared",
        "alone": "{code} {name}: {reason}",
    },
}


def told(between: Concordance, lang: str = "ko") -> list[tuple[str, list[str]]]:
    """Headings with their lines, in the order in which they are read."""
    texts = TEXTS[lang]
    codes = {"old": between.old.code, "new": between.new.code}
    parts = (
        ("cautions", [_said(one.text, one.text_en, lang) for one in between.cautions]),
        ("sections", list(_sections(between, texts, lang))),
        ("shared", [_pair(pair, texts, lang) for pair in between.shared]),
        ("only_old", [_alone(one, texts, lang) for one in between.only_old]),
        ("only_new", [_alone(one, texts, lang) for one in between.only_new]),
    )
    return [(texts[key].format(**codes), lines) for key, lines in parts]


def _sections(between: Concordance, texts: Mapping[str, str], lang: str) -> Iterator[str]:
    for share in between.sections:
        yield texts["section"].format(
            code=share.code,
            name=_said(share.name, share.name_en, lang),
            points=share.points,
            comparable=share.comparable,
        )


def _pair(pair: Shared, texts: Mapping[str, str], lang: str) -> str:
    return texts["pair"].format(
        old=pair.old.code,
        new=pair.item.code,
        name=_said(pair.item.name, pair.item.name_en, lang),
        spread=plain(pair.spread),
        reason=_said(pair.reason, pair.reason_en, lang),
    )


def _alone(one: Alone, texts: Mapping[str, str], lang: str) -> str:
    name, reason = _said(one.item.name, one.item.name_en, lang), _said(one.reason, one.reason_en, lang)
    return texts["alone"].format(code=one.item.code, name=name, reason=reason)


def _said(korean: str, english: str, lang: str) -> str:
    return english if lang == "en" else korean
