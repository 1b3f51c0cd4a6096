"""The owner's decisions about people: letting in, turning away, what each may do, taking out; and leaving."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from applications.membership import queries, services
from applications.membership.forms import LetInForm, StandingForm, WhyForm
from applications.membership.models import JoinRequest
from applications.membership.permissions import may_lead, may_remove
from applications.membership.views import UNFIT, about, deciding
from applications.people.requests import user_of
from applications.permissions import require
from applications.suppliers.models import Member, Standing


@require_POST
def let_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Take somebody who asked into the company."""
    asked = _asked(request, pk)
    form, _why = deciding(asked, request.POST)
    if not form.is_valid():
        return _again(request, asked, form, deciding(asked)[1])
    try:
        services.let_in(asked, standing=Standing(form.cleaned_data["standing"]), by=user_of(request))
    except services.DecidedAlready:
        messages.warning(request, _("그사이 결정되었거나 다른 기업에 합류했습니다."))
    else:
        messages.success(request, _("%(name)s 님이 구성원이 되었습니다.") % {"name": asked.user.name})
    return redirect("membership:members")


@require_POST
def turn_away(request: HttpRequest, pk: int) -> HttpResponse:
    """Refuse somebody who asked."""
    asked = _asked(request, pk)
    _let_in, form = deciding(asked, request.POST)
    if not form.is_valid():
        return _again(request, asked, deciding(asked)[0], form)
    try:
        services.turn_away(asked, reason=form.cleaned_data["reason"], by=user_of(request))
    except services.DecidedAlready:
        messages.warning(request, _("그사이 결정되었거나 다른 기업에 합류했습니다."))
    else:
        messages.success(request, _("합류 요청을 거절하고 사유를 알렸습니다."))
    return redirect("membership:members")


@require_POST
def standing(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what a colleague may do."""
    member = _member(request, pk)
    require(may_lead(user_of(request), member.supplier))
    form = StandingForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("권한을 골라 주세요."))
        return redirect("membership:members")
    try:
        services.set_standing(member, Standing(form.cleaned_data["standing"]), by=user_of(request))
    except services.LastOwner:
        messages.error(request, _("마지막 대표 담당자의 권한은 바꿀 수 없습니다. 다른 대표 담당자를 먼저 정해 주세요."))
    else:
        messages.success(request, _("%(name)s 님의 권한을 바꾸었습니다.") % {"name": member.user.name})
    return redirect("membership:members")


@require_POST
def removal(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a colleague out, or leave."""
    member, user = _member(request, pk), user_of(request)
    require(may_remove(user, member))
    left = member.user_id == user.pk
    try:
        services.remove(member, by=user)
    except services.LastOwner:
        messages.error(request, _("마지막 대표 담당자는 나갈 수 없습니다. 다른 대표 담당자를 먼저 정해 주세요."))
        return redirect("membership:members")
    told = _("기업에서 나왔습니다.") if left else _("%(name)s 님을 구성원에서 뺐습니다.") % {"name": member.user.name}
    messages.success(request, told)
    return redirect("workspace" if left else "membership:members")


def _asked(request: HttpRequest, pk: int) -> JoinRequest:
    asked = get_object_or_404(queries.requests_for(user_of(request)), pk=pk)
    require(may_lead(user_of(request), asked.supplier))
    return asked


def _member(request: HttpRequest, pk: int) -> Member:
    return get_object_or_404(queries.members_for(user_of(request)), pk=pk)


def _again(request: HttpRequest, asked: JoinRequest, let_in_form: LetInForm, why_form: WhyForm) -> HttpResponse:
    shown = about(user_of(request))
    shown["requests"] = [
        (one, let_in_form, why_form) if one == asked else (one, *forms) for one, *forms in shown["requests"]
    ]
    return render(request, "membership/members.html", shown, status=UNFIT)
