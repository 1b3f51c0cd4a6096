"""A person's own notices."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from applications.notices import queries, services
from applications.people.requests import user_of


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The inbox, newest first."""
    page = Paginator(queries.notices_for(user_of(request)), 20).get_page(request.GET.get("page"))
    unread = queries.unread_count(user_of(request))
    return render(request, "notices/list.html", {"page": page, "unread": unread})


@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark one notice as read, or all of them when none is named."""
    named = request.POST.get("notice", "")
    services.mark_read(user_of(request), [int(named)] if named.isdecimal() and len(named) < 19 else None)
    return redirect("notices:list")
