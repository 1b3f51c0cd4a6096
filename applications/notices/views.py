"""A person's own notices."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from applications.notices import queries, services
from applications.notices.forms import FilterForm, PreferencesForm
from applications.notices.preferences import choose
from applications.people.requests import user_of

UNFIT = 422


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The inbox, newest first, as far as it is asked for."""
    filters = FilterForm(request.GET)
    chosen = queries.found(queries.notices_for(user_of(request)), **filters.criteria())
    page = Paginator(chosen, 20).get_page(request.GET.get("page"))
    counts = queries.counts_of(user_of(request))
    unread = sum(unread for _all, unread in counts.values())
    narrowed = any(filters.criteria().values())
    shown = {"page": page, "unread": unread, "filters": filters, "narrowed": narrowed, "any": bool(counts)}
    return render(request, "notices/list.html", shown)


@require_GET
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Go where a notice leads, which counts as having read it."""
    notice = get_object_or_404(queries.notices_for(user_of(request)), pk=pk)
    services.mark_read(user_of(request), [notice.pk])
    # A path of ours, written by a service; never what a visitor typed.
    return redirect(notice.link or "notices:list")


@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark one notice as read, or all of them when none is named."""
    named = request.POST.get("notice", "")
    services.mark_read(user_of(request), [int(named)] if named.isdecimal() and len(named) < 19 else None)
    return redirect("notices:list")


@require_http_methods(["GET", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """How this person wants to hear of each kind."""
    user = user_of(request)
    form = PreferencesForm(request.POST or None, user=user)
    if form.is_valid():
        choose(user, form.wishes())
        messages.success(request, _("알림 설정을 저장했습니다."))
        return redirect("notices:preferences")
    return render(request, "notices/preferences.html", {"form": form}, status=UNFIT if form.errors else 200)
