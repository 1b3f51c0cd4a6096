"""The operator's pages: an assessor's entry in the pool."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from applications.people.forms import TAKEN
from applications.people.officials import tell_of_invitation
from applications.people.permissions import may_invite_again
from applications.people.queries import TONES, standing_name, standing_of
from applications.people.requests import user_of
from applications.people.services import ChangedAlready as InvitedAlready
from applications.people.services import EmailTaken, invite_again
from applications.permissions import require
from diagnosis.panels import enlisting
from diagnosis.panels.entry_forms import EnlistForm, EntryForm, PoolReasonForm
from diagnosis.panels.models import Assessor
from diagnosis.panels.permissions import may_keep_pool
from diagnosis.panels.pool import pool_shown_to

UNFIT = 422


@require_http_methods(["GET", "POST"])
def enlistment(request: HttpRequest) -> HttpResponse:
    """The form that brings an assessor into the pool."""
    require(may_keep_pool(user_of(request)))
    form = EnlistForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (assessor := _enlisted(request, form)):
        tell_of_invitation(request, assessor.user)
        return redirect("panels:entry", assessor.pk)
    return render(request, "panels/enlist.html", {"form": form}, status=UNFIT if form.errors else 200)


@require_http_methods(["GET", "POST"])
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """One assessor's entry; a post changes what it says."""
    assessor = _assessor(request, pk)
    form = EntryForm(request.POST or None, assessor=assessor)
    if request.method == "POST" and form.is_valid():
        enlisting.edit_entry(assessor, form.entry(), by=user_of(request))
        messages.success(request, _("위원 정보를 저장했습니다."))
        return redirect("panels:entry", pk)
    return _page(request, assessor, form=form)


@require_POST
def invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the letter again to an assessor who has set no password yet."""
    assessor = _assessor(request, pk)
    require(may_invite_again(user_of(request), assessor.user))
    try:
        invite_again(assessor.user, by=user_of(request))
    except InvitedAlready:
        messages.warning(request, _("그사이 계정의 상태가 바뀌었습니다. 지금 상태를 확인해 주세요."))
    else:
        tell_of_invitation(request, assessor.user)
    return redirect("panels:entry", pk)


@require_POST
def setting_aside(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an assessor no new cases, for a stated reason."""
    return _switched(request, pk, enlisting.set_aside, _("%(name)s 위원을 배정 대상에서 제외했습니다."))


@require_POST
def taking_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an assessor get new cases again, for a stated reason."""
    return _switched(request, pk, enlisting.take_back, _("%(name)s 위원을 다시 배정할 수 있게 했습니다."))


def _enlisted(request: HttpRequest, form: EnlistForm) -> Assessor | None:
    given = form.cleaned_data
    try:
        return enlisting.enlist(
            email=given["email"], name=given["person_name"], entry=form.entry(), by=user_of(request)
        )
    except EmailTaken:
        form.add_error("email", TAKEN)
    return None


def _switched(request: HttpRequest, pk: int, act: Callable[..., Assessor], told: str) -> HttpResponse:
    assessor = _assessor(request, pk)
    form = PoolReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, assessor, reason_form=form)
    try:
        act(assessor, reason=form.cleaned_data["reason"], by=user_of(request))
    except enlisting.ChangedAlready:
        messages.warning(request, _("그사이 다른 사람이 처리했습니다. 지금 상태를 확인해 주세요."))
    else:
        messages.success(request, told % {"name": assessor})
    return redirect("panels:entry", pk)


def _page(request: HttpRequest, assessor: Assessor, **tried: Any) -> HttpResponse:
    standing = standing_of(assessor.user)
    context = {
        "assessor": assessor,
        "form": EntryForm(assessor=assessor),
        "reason_form": PoolReasonForm(),
        "standing": standing_name(standing),
        "tone": TONES[standing],
        "may_invite": bool(may_invite_again(user_of(request), assessor.user)),
    } | tried
    is_unfit = any(form.errors for form in tried.values())
    return render(request, "panels/entry.html", context, status=UNFIT if is_unfit else 200)


def _assessor(request: HttpRequest, pk: int) -> Assessor:
    user = user_of(request)
    assessor = get_object_or_404(pool_shown_to(user), pk=pk)
    require(may_keep_pool(user))
    return assessor
