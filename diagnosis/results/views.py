from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language

from applications import clock
from diagnosis.results.explanation import explanation
from diagnosis.results.forms import SearchForm
from diagnosis.results.machine import as_json
from diagnosis.results.queries import narrowed, results_for, rows
from diagnosis.results.standing import standing_of
from diagnosis.results.story import tell

PAGE = 30


def listing(request: HttpRequest) -> HttpResponse:
    """The published results within the reader's scope, searchable, a page at a time."""
    form = SearchForm(request.GET or None)
    page = Paginator(narrowed(results_for(request.user), form.wanted()), PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page_obj": page, "rows": rows(page.object_list, _language())}
    return render(request, "results/list.html", context)


def detail(request: HttpRequest, code: str) -> HttpResponse:
    """The result of one application, read from its stored outcome."""
    outcome = get_object_or_404(results_for(request.user), application__code=code)
    standing = standing_of(outcome, clock.today())
    context = {"story": tell(outcome, _language()), "outcome": outcome, "standing": standing}
    return render(request, "results/detail.html", context)


def explain(request: HttpRequest, code: str) -> HttpResponse:
    """The same result step by step as data."""
    return as_json(explanation(get_object_or_404(results_for(request.user), application__code=code)))


def _language() -> str:
    return "en" if get_language() == "en" else "ko"
