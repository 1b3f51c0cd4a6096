"""Results of several years side by side, as far as they can be compared; never a figure where only a span is known."""

from collections.abc import Sequence
from dataclasses import dataclass

from diagnosis.scoring.models import Outcome
from grading.concordance import Concordance, concordance, concordances
from grading.conversion import Converted, convert


@dataclass(frozen=True)
class Earlier:
    """A result of the older scheme and the span it would lie in under the newer one."""

    outcome: Outcome
    converted: Converted


@dataclass(frozen=True)
class AcrossYears:
    """Two schemes whose results stand in one list, with what must be said of them."""

    between: Concordance
    earlier: tuple[Earlier, ...]


def across_years(outcomes: Sequence[Outcome], *, converted: bool) -> list[AcrossYears]:
    """What to say where results of two schemes stand together; with `converted`, older ones as spans of the newer."""
    decided = [outcome for outcome in outcomes if outcome.level]
    shown = {outcome.application.scheme_code for outcome in decided}
    pairs = [concordance(*pair) for pair in concordances() if set(pair) <= shown]
    return [AcrossYears(pair, tuple(_earlier(pair, decided)) if converted else ()) for pair in pairs]


def _earlier(between: Concordance, outcomes: Sequence[Outcome]) -> list[Earlier]:
    old = [outcome for outcome in outcomes if outcome.application.scheme_digest == between.old.digest]
    return [Earlier(outcome, convert(between, outcome.trace)) for outcome in old]
