from datetime import timedelta

from applications import clock
from applications.rounds.models import Round, RoundTrack
from grading.load import load_scheme


def make_round(code: str = "2026-1", *, open_now: bool = True, seats: int = 450, **fields: object) -> Round:
    scheme = load_scheme("2026-1")
    now = clock.now()
    opens_at = now - timedelta(days=10)
    values = {
        "code": code,
        "name": f"{code} 회차",
        "year": int(code[:4]),
        "scheme_code": scheme.code,
        "scheme_digest": scheme.digest,
        "opens_at": opens_at,
        "closes_at": now + timedelta(days=10) if open_now else now - timedelta(days=1),
    }
    made = Round.objects.create(**(values | fields))
    for track in ("INTEGRATED", "MFG_AI"):
        RoundTrack.objects.create(round=made, track=track, seats=seats)
    return made
