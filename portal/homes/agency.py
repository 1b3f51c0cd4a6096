"""The agency's first page: which results wait for its signature, and how far the rounds are."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from applications.notices.queries import unread_count
from applications.rounds.models import Round
from diagnosis.scoring import figures, queries


def home(request: HttpRequest) -> HttpResponse:
    """Runs to confirm and to publish, the rounds in figures, the Levels of the newest round with results."""
    user = request.user
    standings = figures.round_standings()
    # The newest round of which something is confirmed; before that there is no Level to show.
    scored = next((one.round for one in standings if one.confirmed + one.published), None)
    return render(
        request,
        "homes/agency.html",
        {
            "to_confirm": list(queries.runs_to_confirm(user)[:20]),
            "to_publish": list(queries.runs_to_publish(user)[:20]),
            "standings": standings,
            "scored": scored,
            **_levels(scored),
            "unread": unread_count(user),
        },
    )


def _levels(round_: Round | None) -> dict[str, Any]:
    counts = figures.level_distribution(round_) if round_ else []
    return {
        "level_columns": [(one.level, one.count, str(one.count)) for one in reversed(counts)],
        "level_rows": [(one.level, one.count, f"{one.percent}%", one.base_count) for one in counts],
        "level_headers": [_("등급"), _("결과 수"), _("비율"), _("가점 반영 전")],
        "level_total": sum(one.count for one in counts),
    }
