"""The way from each mark to the total, told once: page, printed report and machine-readable answer all take it here."""

from typing import Any

from diagnosis.results.growth import growth_data
from diagnosis.scoring.models import Outcome
from grading.explain import Step, steps
from grading.load import load_scheme
from grading.values import Scheme

FIGURES = ("base", "ai", "bonus", "total", "grade_point", "level", "base_level")
MOMENTS = ("confirmed_at", "published_at", "valid_until")


def steps_of(outcome: Outcome, scheme: Scheme) -> list[Step]:
    """The steps of an outcome in their order; of an AI application those of its one track."""
    trace = outcome.trace
    track = outcome.application.track
    return steps(trace if track == scheme.level_track else trace["tracks"][track], scheme)


def explanation(outcome: Outcome) -> dict[str, Any]:
    """An outcome and its steps as data, each step with its figures and its sentence in both languages.

    Figures are text as printed, null where there is none; moments are ISO 8601. `growth` is the way up from here.
    """
    scheme = load_scheme(outcome.trace["scheme"])
    figures = {name: getattr(outcome, name) for name in FIGURES}
    moments = {name: getattr(outcome, name) for name in MOMENTS}
    return {
        "application": outcome.application.code,
        "track": outcome.application.track,
        "scheme": {"code": scheme.code, "digest": outcome.trace["digest"]},
        "run": outcome.run.code,
        **{name: None if value in (None, "") else str(value) for name, value in figures.items()},
        **{name: value.isoformat() if value else None for name, value in moments.items()},
        "absences": outcome.trace.get("absences", {}),
        "growth": growth_data(scheme, outcome),
        "steps": [one.to_data() | {"ko": one.say("ko"), "en": one.say("en")} for one in steps_of(outcome, scheme)],
    }
