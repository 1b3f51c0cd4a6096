"""A supplier's benefits on a day as data; days are ISO 8601, points are text as printed."""

from dataclasses import asdict
from decimal import Decimal
from typing import Any

from diagnosis.benefits.queries import BenefitDay, BonusDay, Entitlement
from grading.bonus import BonusAnswer
from grading.exact import plain
from grading.history import Event


def to_data(day: BenefitDay, bonus: BonusDay | None) -> dict[str, Any]:
    """The same as the page shows."""
    return {
        "supplier": day.supplier.business_number,
        "on": day.on.isoformat(),
        "known_on": day.known_on.isoformat() if day.known_on else None,
        "scheme": {"code": day.scheme.code, "digest": day.scheme.digest},
        "benefits": [_benefit(one) for one in day.entitlements],
        "facts": {name: {"value": _plain(fact.value), "source": fact.source} for name, fact in day.facts.items()},
        "events": [_event(one) for one in day.events],
        "bonus": _bonus(bonus) if bonus else None,
    }


def _benefit(one: Entitlement) -> dict[str, Any]:
    answer, standing, after = one.dated.answer, one.dated.standing, one.benefit.after
    found = asdict(answer) | {"points": _plain(answer.points)}
    found["standing"] = asdict(standing) if standing else None
    found["after"] = {
        "downgrade": after.downgrade,
        "correction": after.correction,
        "revocation": after.revocation,
    }
    return found


def _event(event: Event) -> dict[str, Any]:
    return {
        "kind": event.kind,
        "result": event.result,
        "on": event.on,
        "effective": event.effective,
        "level": event.level or None,
        "until": event.until,
    }


def _bonus(bonus: BonusDay) -> dict[str, Any]:
    return {
        "programme": bonus.programme.code,
        "on": bonus.on,
        "level": bonus.dated.standing.level if bonus.dated and bonus.dated.standing else None,
        "answer": _answer(bonus.answer),
        "expected": _answer(bonus.expected) if bonus.expected else None,
    }


def _answer(answer: BonusAnswer) -> dict[str, Any]:
    found = {name: _plain(value) for name, value in asdict(answer).items() if name != "items"}
    items = [{name: _plain(value) for name, value in asdict(item).items()} for item in answer.items]
    return found | {"items": items}


def _plain(value: object) -> object:
    return plain(value) if isinstance(value, Decimal) else value
