"""Public figures: one page for people, each table as CSV and JSON for machines."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from portal.dashboards.series import series_charts
from portal.statistics.datasets import Dataset, datasets
from portal.statistics.files import csv_text, json_data
from portal.statistics.page import part, years_of

FRESH = 300  # seconds that a copy may be kept


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """Counts of one year, by default the newest, with the definition of each and the files to take away."""
    found = datasets()
    years = years_of(found)
    asked = request.GET.get("year", "")
    year = next((one for one in years if str(one) == asked), years[0] if years else None)
    context = {
        "series": series_charts(),
        "programme": found[0],
        "parts": [part(one, year) for one in found[1:]],
        "years": years,
        "year": year,
        "is_unknown": bool(asked) and str(year) != asked,
    }
    return render(request, "statistics/page.html", context)


@require_safe
@cache_control(public=True, max_age=FRESH)
def as_csv(request: HttpRequest, code: str) -> HttpResponse:
    """One table as CSV."""
    answer = HttpResponse(csv_text(_dataset(code)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="supplier-diagnosis-{code}.csv"'
    return _open_to_all(answer)


@require_safe
@cache_control(public=True, max_age=FRESH)
def as_json(request: HttpRequest, code: str) -> HttpResponse:
    """One table as JSON with the meaning of its columns."""
    return _open_to_all(JsonResponse(json_data(_dataset(code)), json_dumps_params={"ensure_ascii": False}))


def _dataset(code: str) -> Dataset:
    for one in datasets():
        if one.code == code:
            return one
    raise Http404(code)


def _open_to_all(answer: HttpResponse) -> HttpResponse:
    answer["Access-Control-Allow-Origin"] = "*"  # pages of others may read what everybody may
    return answer
