"""The agency's pages: the accounts of assessors and officials."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from applications.people import services
from applications.people.forms import TAKEN, AppointForm, SearchForm, StandingForm
from applications.people.invitations import send_invitation
from applications.people.models import User
from applications.people.permissions import may_deactivate, may_invite_again, may_reactivate
from applications.people.queries import TONES, found, history_of, officials_for, standing_name, standing_of
from applications.people.requests import user_of
from applications.permissions import require
from applications.roles import Role

ROWS = 30
UNFIT = 422


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """All assessors and officials, with search and filters."""
    search = SearchForm(request.GET)
    rows = found(officials_for(user_of(request)), **search.criteria())
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    context = {"page": page, "lines": [_line(person) for person in page], "search": search}
    return render(request, "people/officials.html", context)


@require_http_methods(["GET", "POST"])
def appointment(request: HttpRequest) -> HttpResponse:
    """The form that brings an official in."""
    form = AppointForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (person := _appointed(form, by=user_of(request))):
        tell_of_invitation(request, person)
        return redirect("people:official", person.pk)
    return render(request, "people/appoint.html", {"form": form}, status=UNFIT if form.errors else 200)


@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One account with what may be done about it."""
    return render(request, "people/official.html", _about(user_of(request), _person(request, pk)))


@require_POST
def deactivation(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an account for a reason."""
    person = _person(request, pk)
    require(may_deactivate(user_of(request), person))
    return _switched(request, person, services.deactivate, _("%(name)s 님의 계정 사용을 중지했습니다."))


@require_POST
def reactivation(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a closed account again for a reason."""
    person = _person(request, pk)
    require(may_reactivate(user_of(request), person))
    return _switched(request, person, services.reactivate, _("%(name)s 님의 계정을 다시 쓸 수 있게 했습니다."))


@require_POST
def invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the letter again."""
    person = _person(request, pk)
    require(may_invite_again(user_of(request), person))
    try:
        services.invite_again(person, by=user_of(request))
    except services.ChangedAlready:
        messages.warning(request, _("그사이 계정의 상태가 바뀌었습니다. 지금 상태를 확인해 주세요."))
    else:
        tell_of_invitation(request, person)
    return redirect("people:official", pk)


def tell_of_invitation(request: HttpRequest, person: User) -> None:
    """Send the letter and say on the next page whether it left."""
    if send_invitation(person):
        messages.success(request, _("%(email)s(으)로 초대 메일을 보냈습니다.") % {"email": person.email})
    else:
        told = _("%(name)s 님의 계정은 등록했지만 초대 메일을 보내지 못했습니다. 잠시 뒤 다시 보내 주세요.")
        messages.error(request, told % {"name": person.name})


def _appointed(form: AppointForm, *, by: User) -> User | None:
    given = form.cleaned_data
    try:
        return services.appoint(email=given["email"], name=given["person_name"], role=Role(given["role"]), by=by)
    except services.EmailTaken:
        form.add_error("email", TAKEN)
    return None


def _switched(request: HttpRequest, person: User, act: Any, told: str) -> HttpResponse:
    form = StandingForm(request.POST)
    if not form.is_valid():
        return render(request, "people/official.html", _about(user_of(request), person, tried=form), status=UNFIT)
    try:
        act(person, reason=form.cleaned_data["reason"], by=user_of(request))
    except services.LastOfTheAgency:
        messages.error(request, _("전담기관에서 로그인할 수 있는 마지막 담당자라서 중지할 수 없습니다."))
    except services.ChangedAlready:
        messages.warning(request, _("그사이 계정의 상태가 바뀌었습니다. 지금 상태를 확인해 주세요."))
    else:
        messages.success(request, told % {"name": person.name})
    return redirect("people:official", person.pk)


def _about(user: User, person: User, tried: StandingForm | None = None) -> dict[str, Any]:
    switch = may_deactivate(user, person) if person.is_active else may_reactivate(user, person)
    return _line(person) | {
        "form": tried or StandingForm(),
        "refusal": switch.reason,
        "may_invite": bool(may_invite_again(user, person)),
        "history": history_of(person),
    }


def _line(person: User) -> dict[str, Any]:
    standing = standing_of(person)
    return {"person": person, "standing": standing_name(standing), "tone": TONES[standing]}


def _person(request: HttpRequest, pk: int) -> User:
    return get_object_or_404(officials_for(user_of(request)), pk=pk)
