"""The two rounds: the first with the programme's dates, the second open on the day of loading."""

from datetime import datetime, timedelta

from applications.rounds.models import Round, RoundTrack
from grading.load import load_scheme
from grading.terms import KST
from portal.demo.calendar import moment
from portal.demo.plan import Plan

SCHEME = FIRST = "2026-1"
SECOND = "2026-2"
OPEN_SINCE = timedelta(days=10)
OPEN_UNTIL = timedelta(days=21)


def load_rounds(plan: Plan, now: datetime) -> tuple[Round, Round]:
    """Both rounds with their seats.

    The dates of the second are an assumption of the demonstration: no notice names them. The year's seats
    (scheme data) are split between the rounds, which the operating body decides.
    """
    known = load_scheme(SCHEME).rounds[FIRST]
    assert known.opens_at is not None  # the press release names both days
    assert known.closes_at is not None
    first = _round(FIRST, "2026년 1차", known.opens_at, known.closes_at)
    today = now.astimezone(KST).date()
    second = _round(SECOND, "2026년 2차 (시연)", moment(today - OPEN_SINCE), moment(today + OPEN_UNTIL, 18))
    for track in load_scheme(SCHEME).tracks:
        filed = plan.applications(track)
        RoundTrack.objects.create(round=first, track=track, seats=plan.seats(track), last_order_number=0)
        RoundTrack.objects.create(round=second, track=track, seats=max(1, filed - plan.seats(track)))
    return first, second


def _round(code: str, name: str, opens_at: datetime, closes_at: datetime) -> Round:
    scheme = load_scheme(SCHEME)
    return Round.objects.create(
        code=code,
        name=name,
        year=opens_at.year,
        scheme_code=scheme.code,
        scheme_digest=scheme.digest,
        opens_at=opens_at,
        closes_at=closes_at,
        created_at=opens_at - timedelta(days=4),
    )
