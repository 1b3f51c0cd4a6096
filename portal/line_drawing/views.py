"""The room where lines are drawn anew: what would change, and never a change."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET

from diagnosis.scoring.cohort import Cohort, cohort_of
from grading.load import load_scheme
from grading.what_if import ChangeRefused
from portal.dashboards.overview import chosen_round
from portal.dashboards.queries import rounds_to_choose
from portal.line_drawing.findings import Findings, findings
from portal.line_drawing.forms import TryForm


@require_GET
def room(request: HttpRequest) -> HttpResponse:
    """The form with what it would do to the round's results; a slider that is dragged asks for the results alone."""
    rounds, code = rounds_to_choose(), request.GET.get("round", "")
    shown = chosen_round(rounds, code)
    context: dict[str, Any] = {
        "rounds": rounds,
        "shown": shown,
        "is_unknown": bool(code) and (shown is None or shown.code != code),
    }
    if shown:
        form = TryForm(load_scheme(shown.scheme_code), request.GET if "trim" in request.GET else None)
        context |= {"form": form, "found": _found(cohort_of(shown), form)}
    dragged = request.headers.get("HX-Request") == "true"
    response = render(request, "line_drawing/_found.html" if dragged else "line_drawing/room.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _found(cohort: Cohort | None, form: TryForm) -> Findings | None:
    """Nothing where there is no result yet or where the form says why it cannot be tried."""
    if cohort is None or (form.is_bound and not form.is_valid()):
        return None
    try:
        return findings(cohort, form.wish())
    except ChangeRefused as refused:
        for fault in refused.faults:
            form.add_error(None, fault)
        return None
