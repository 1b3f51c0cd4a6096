"""The agency's first page: which results wait for its signature, and how far the rounds are."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from applications.notices.queries import unread_count
from applications.people.requests import user_of
from applications.sanctions.queries import waiting_count
from diagnosis.rulings.queries import waiting_rulings
from diagnosis.rulings.recounts import overtaken
from diagnosis.scoring import figures, queries


def home(request: HttpRequest) -> HttpResponse:
    """Runs to confirm and to publish, the rounds in figures, the Levels of the newest round with results."""
    user = user_of(request)
    standings = figures.round_standings()
    # The newest round of which something is confirmed; before that there is no Level to show.
    scored = next((one.round for one in standings if one.confirmed + one.published), None)
    return render(
        request,
        "homes/agency.html",
        {
            "to_confirm": list(queries.runs_to_confirm(user)[:20]),
            "to_publish": list(queries.runs_to_publish(user)[:20]),
            "to_rule": list(waiting_rulings(user)[:20]),
            "overtaken": overtaken(),
            "to_exclude": waiting_count(),
            "standings": standings,
            "scored": scored,
            **figures.level_chart(figures.level_distribution(scored) if scored else []),
            "unread": unread_count(user),
        },
    )
