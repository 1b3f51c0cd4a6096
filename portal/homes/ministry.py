"""The ministry's first page: the dashboard of a round."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.dashboards.overview import chosen_round, overview_of
from portal.dashboards.queries import rounds_to_choose


def home(request: HttpRequest) -> HttpResponse:
    """Figures of the round asked for; a code that no round has shows the newest with results, and says so."""
    rounds, code = rounds_to_choose(), request.GET.get("round", "")
    shown = chosen_round(rounds, code)
    context = {
        "rounds": rounds,
        "shown": shown,
        "overview": overview_of(shown) if shown else None,
        "is_unknown": bool(code) and (shown is None or shown.code != code),
    }
    return render(request, "homes/ministry.html", context)
