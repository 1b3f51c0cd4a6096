from datetime import datetime
from fractions import Fraction

from applications import clock
from applications.jobs.services import perform
from diagnosis.scoring.models import ScoringRun
from portal.demo.finishing import ask_to_finish, close_follow_up, finish_demo
from portal.demo.loading import load_demo
from portal.demo.plan import Plan

SMALL = Plan(scale=Fraction(1, 25))


def load_small(now: datetime | None = None, seed: int = SMALL.seed) -> ScoringRun:
    """The demonstration at a twenty-fifth of its size, up to the first scoring run."""
    return load_demo(Plan(seed, SMALL.scale), now=now or clock.now())


def finish_small() -> None:
    """What the worker does after the loading."""
    assert perform(ask_to_finish().pk, finish_demo, close_follow_up)
