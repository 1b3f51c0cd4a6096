"""The room where lines are drawn anew, and schemes tried: what would change, and never a change."""

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from applications.people.models import User
from applications.rounds.models import Round
from diagnosis.schemes.queries import NoSuchScheme, Version, version_for
from diagnosis.scoring.cohort import Published, cohort_of
from diagnosis.scoring.trying import comparable
from grading.cohort import under
from grading.faults import SchemeError
from grading.load import load_scheme
from grading.what_if import ChangeRefused
from portal.dashboards.overview import chosen_round
from portal.dashboards.queries import rounds_to_choose
from portal.line_drawing.findings import Findings, findings, findings_of
from portal.line_drawing.forms import TryForm
from portal.line_drawing.spans import spans_of
from portal.line_drawing.trials import moved


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


@require_GET
def trial(request: HttpRequest, ref: str) -> HttpResponse:
    """A scheme tried on the published results of a round, before it is published itself."""
    try:
        version = version_for(cast(User, request.user), ref)
    except NoSuchScheme:
        raise Http404(ref) from None
    rounds = rounds_to_choose()
    shown = chosen_round(rounds, request.GET.get("round", ""))
    context: dict[str, Any] = {"version": version, "rounds": rounds, "shown": shown}
    if shown:
        context |= _tried(version, shown)
    return render(request, "line_drawing/trial.html", context)


def _tried(version: Version, round_: Round) -> dict[str, Any]:
    """The findings and who moves; where the two ask other items, why, and the spans that can still be told."""
    try:
        scheme = version.scheme
    except SchemeError as refused:
        return {"reasons": [fault.read("en" if get_language() == "en" else "ko") for fault in refused.faults]}
    old = load_scheme(round_.scheme_code)
    if (reasons := comparable(old, scheme)) and old.level_track == scheme.level_track:
        return {"reasons": reasons, "spans": spans_of(scheme, round_)}
    published = None if reasons else cohort_of(round_)
    if published is None:
        return {"reasons": reasons, "found": None}
    crossings = under(published.cohort, scheme)
    return {"found": findings_of(crossings, published.unfit, []), "moved": moved(crossings)}


def _found(cohort: Published | None, form: TryForm) -> Findings | None:
    """Nothing where there is no result yet or where the form says why it cannot be tried."""
    if cohort is None or (form.is_bound and not form.is_valid()):
        return None
    try:
        return findings(cohort, form.wish())
    except ChangeRefused as refused:
        for fault in refused.say("en" if get_language() == "en" else "ko"):
            form.add_error(None, fault)
        return None
