"""A stored result told step by step, from the marks to the Level, without adding up anything again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from grading.sentences import SPREADS, TEXTS
from grading.values import REPORT_SEPARATELY, Scheme

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """One step: the key of its sentence, the track it belongs to ("" for the outcome), its figures as text.

    A figure `x_en` stands for `x` in English. `ratings` lists marks as {"rating", "dropped"}, `worth` maps
    ratings to shares.
    """

    key: str
    track: str
    figures: Mapping[str, Any]

    def to_data(self) -> dict[str, Any]:
        return {"key": self.key, "track": self.track, "figures": dict(self.figures)}

    def say(self, lang: str = "ko") -> str:
        """The step as a sentence."""
        texts, figures = TEXTS[lang], dict(self.figures)
        if lang == "en":
            figures |= {name[:-3]: value for name, value in figures.items() if name.endswith("_en")}
        if "ratings" in figures:
            figures["ratings"] = " · ".join(_mark(mark, texts) for mark in figures["ratings"])
        if "worth" in figures:
            figures["factors"] = " · ".join(_factors(figures["worth"], texts))
        if "spread" in figures:
            figures["spread"] = SPREADS[lang][figures["spread"]]
        return texts[self.key].format(**figures)


def explain(outcome_data: Data, scheme: Scheme, lang: str = "ko") -> list[str]:
    """Ordered lines from each mark to the total; takes a stored outcome or a stored track result.

    Assessors appear as numbers in the order of closing; marks of sheets left out stand in brackets.
    """
    return [step.say(lang) for step in steps(outcome_data, scheme)]


def steps(outcome_data: Data, scheme: Scheme) -> list[Step]:
    """The same steps as data, in the same order; everything comes from what was stored with the result."""
    if "tracks" not in outcome_data:
        return list(_track_steps(outcome_data))
    found = [step for track in outcome_data["tracks"].values() for step in _track_steps(track)]
    return [*found, *_outcome_steps(outcome_data)]


def _track_steps(track: Data) -> Iterator[Step]:
    code, trace = track["track"], track["trace"]
    names = {"name": track["name"], "name_en": track["name_en"]}
    yield Step("track", code, {**names, "points": track["points_possible"]})
    yield from (Step("scale", code, _rest(step)) for step in trace if step["step"] == "scale")
    shares = {step["item"]: step for step in trace if step["step"] == "not_applicable"}
    for item in track["items"]:
        yield _item_step(code, item, shares.get(item["code"]))
    for number, sheet in enumerate(track["sheets"], 1):
        yield Step(sheet["dropped"] or "sheet", code, {"number": number, "total": sheet["total"]})
    for step in trace:
        if step["step"] == "trim":
            yield Step("trimmed" if step["kept"] < step["sheets"] else "untrimmed", code, _rest(step))
        elif step["step"] in ("mean", "ktrs", "sum", "round"):
            yield Step(step["step"], code, _rest(step))


def _item_step(track: str, item: Data, share: Data | None) -> Step:
    names = {"code": item["code"], "item": item["name"], "item_en": item["name_en"]}
    if share is not None:
        return Step("left_out", track, _rest(share) | names)
    figures = {
        "letter": item["letter"],
        "ratings": [{"rating": m["rating"], "dropped": m["dropped"]} for m in item["ratings"]],
        "rating": item["rating"],
        "points": item["points_awarded"],
        "possible": item.get("points_counted", item["points_possible"]),
    }
    return Step("letter" if item["letter"] else "item", track, names | figures)


def _outcome_steps(data: Data) -> Iterator[Step]:
    for step in data["trace"]:
        key, figures = step["step"], _rest(step)
        if key == "level":
            figures |= {"stage": data["level_stage"], "stage_en": data["level_stage_en"]}
        elif key == "bonus" and step["mode"] == REPORT_SEPARATELY:
            key = "separate"
        elif key == "grade_point":
            figures["total"] = data["total"]
            key = "grade_point" if Decimal(data["total"]) > step["offset"] else "floor"
        yield Step(key, "", figures)
    if data["base_level"] != data["level"]:
        yield Step("before", "", {"value": data["base_level"]})


def _rest(step: Data) -> dict[str, Any]:
    return {name: value for name, value in step.items() if name != "step"}


def _mark(mark: Data, texts: Mapping[str, str]) -> str:
    return texts["dropped_mark"].format(**mark) if mark["dropped"] else str(mark["rating"])


def _factors(worth: Mapping[str, str], texts: Mapping[str, str]) -> Iterator[str]:
    for rating, share in worth.items():
        yield texts["factor"].format(rating=rating, percent=share)
