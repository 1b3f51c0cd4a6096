"""Why an outcome differs from the one before: which of its inputs are not the same, read from the two snapshots."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from diagnosis.scoring.models import Outcome

NAMED = 3
NONE = "–"
Trace = Mapping[str, Any]


def causes(before: Outcome, after: Outcome) -> list[str]:
    """Sentences on what changed between two outcomes of one application, in the order in which it counts."""
    if before.fault or after.fault:
        return [_("이번에는 계산하지 못했어요.") if after.fault else _("직전에는 계산하지 못했어요.")]
    found = [
        *_scheme(before.trace, after.trace),
        *_sheets(before, after),
        *_letters(before, after),
        *_ai(before, after),
    ]
    return found or [_("평가표, 글자, 제조AI 점수, 진단 체계가 모두 같아요. 계산 프로그램을 확인해 주세요.")]


def _scheme(before: Trace, after: Trace) -> Iterator[str]:
    if before["digest"] != after["digest"]:
        names = [f"{trace['scheme']} ({trace['digest'][:8]})" for trace in (before, after)]
        yield _("진단 체계: %(before)s → %(after)s") % {"before": names[0], "after": names[1]}


def _sheets(before: Outcome, after: Outcome) -> Iterator[str]:
    then, now = _ratings(before), _ratings(after)
    if then.keys() != now.keys():
        count = {"gone": len(then.keys() - now.keys()), "new": len(now.keys() - then.keys())}
        yield _("평가표: %(gone)d장이 빠지고 %(new)d장이 새로 들어왔어요.") % count
    changed = sorted({code for who in then.keys() & now.keys() for code in _unlike(then[who], now[who])})
    if changed:
        yield _("평점이 바뀐 항목: %(items)s") % {"items": _listed(changed)}


def _letters(before: Outcome, after: Outcome) -> Iterator[str]:
    then, now = (
        {item["code"]: item["letter"] for item in _items(outcome) if item["letter"]} for outcome in (before, after)
    )
    changed = [f"{code} {then.get(code, NONE)} → {now.get(code, NONE)}" for code in _unlike(then, now)]
    if changed:
        yield _("KTRS-FM 글자: %(letters)s") % {"letters": _listed(changed)}


def _ai(before: Outcome, after: Outcome) -> Iterator[str]:
    """Only where the AI score is an input: on its own track it is what the marks give."""
    if before.total is not None and before.ai != after.ai:
        then, now = (NONE if score is None else score for score in (before.ai, after.ai))
        yield _("제조AI 점수: %(before)s → %(after)s") % {"before": then, "after": now}


def _items(outcome: Outcome) -> list[dict[str, Any]]:
    """The items of the application's own track."""
    items: list[dict[str, Any]] = outcome.trace["tracks"][outcome.application.track]["items"]
    return items


def _ratings(outcome: Outcome) -> dict[str, dict[str, str]]:
    """Ratings by assessor and item."""
    found: dict[str, dict[str, str]] = {}
    for item in _items(outcome):
        for mark in item["ratings"] if not item["letter"] else ():
            found.setdefault(mark["assessor"], {})[item["code"]] = mark["rating"]
    return found


def _unlike(then: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Keys whose values are not the same."""
    return [key for key in {**then, **now} if then.get(key) != now.get(key)]


def _listed(names: list[str]) -> str:
    """The first few by name, the rest as a number."""
    shown = ", ".join(islice(names, NAMED))
    more = len(names) - NAMED
    return shown if more <= 0 else _("%(shown)s 외 %(more)d개") % {"shown": shown, "more": more}
