"""The public pages of the directory."""

import json

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from applications.suppliers.numbers import NotABusinessNumber, parse_business_number
from diagnosis.directory.company import company as company_of
from diagnosis.directory.company import linked_data
from diagnosis.directory.forms import NeedsForm, SearchForm, wanted
from diagnosis.directory.queries import cards
from diagnosis.directory.search import Found, match, search

PAGE = 20
ESCAPES = str.maketrans({"<": "\\u003C", ">": "\\u003E", "&": "\\u0026"})


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Companies by words and choices, with the companies that each further choice would leave."""
    asked = wanted(request.GET)
    found = search(asked)
    page = Paginator(found.listings, PAGE).get_page(request.GET.get("page"))
    context = {
        "form": SearchForm(asked, found.counts),
        "found": found,
        "page_obj": page,
        "total": len(found.listings),
        "cards": cards(list(page), found),
        "asked": asked,
    }
    return render(request, "directory/list.html", context)


@require_safe
def needs(request: HttpRequest) -> HttpResponse:
    """Companies ranked by how many needs of a factory they meet."""
    form = NeedsForm(request.GET or None)
    asked = form.needs() if form.is_valid() else ()
    found = match(asked) if asked else Found([], {})
    page = Paginator(found.listings, PAGE).get_page(request.GET.get("page"))
    shown = cards(list(page), found, asked)
    context = {"form": form, "asked": asked, "page_obj": page, "total": len(found.listings), "cards": shown}
    return render(request, "directory/needs.html", context)


@require_safe
def company(request: HttpRequest, number: str) -> HttpResponse:
    """What one company agreed to show."""
    try:
        shown = company_of(parse_business_number(number))
    except NotABusinessNumber as fault:
        raise Http404(number) from fault
    if shown is None:
        raise Http404(number)
    data = linked_data(shown, request.build_absolute_uri(request.path))
    return render(request, "directory/company.html", {"company": shown, "linked_data": _embedded(data)})


def _embedded(data: object) -> SafeString:
    """JSON that cannot end the element it stands in."""
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(ESCAPES))
