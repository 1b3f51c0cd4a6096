"""Coming in: with an invitation, or by asking a company that is registered already."""

from typing import Any

from allauth.account.views import SignupView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from applications import clock
from applications.membership import invitations, services
from applications.membership.forms import AcceptForm, JoinForm, JoinSignupForm
from applications.membership.models import Invitation
from applications.membership.permissions import may_ask_to_join
from applications.membership.queries import invitation_of, own_requests
from applications.people.models import User
from applications.permissions import require
from applications.suppliers.services import EmailTaken

UNFIT, GONE = 422, 410


class JoinSignupView(SignupView):
    """Sign-up of somebody whose company is registered: the account and the request at once."""

    template_name = "membership/join.html"

    def get_form_class(self) -> type[JoinSignupForm]:
        return JoinSignupForm

    def form_valid(self, form: JoinSignupForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except services.TooMany:
            form.add_error(
                None, _("이 기업에 결정을 기다리는 요청이 너무 많습니다. 대표 담당자에게 초대를 요청해 주세요.")
            )
        except EmailTaken:
            form.add_error("email", _("이미 가입된 이메일입니다. 로그인한 뒤 합류를 요청해 주세요."))
        return self.form_invalid(form)

    def form_invalid(self, form: JoinSignupForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=UNFIT)


@require_http_methods(["GET", "POST"])
def join(request: HttpRequest) -> HttpResponseBase:
    """Ask to be let into a registered company; visitors sign up on the way."""
    user = request.user
    if not isinstance(user, User):
        return JoinSignupView.as_view()(request)
    form = JoinForm(request.POST or None, initial={"business_number": request.GET.get("business_number", "")})
    verdict = may_ask_to_join(user)
    if request.method == "POST":
        require(verdict)
        if form.is_valid() and form.ask(user):
            messages.success(request, _("합류를 요청했습니다. 대표 담당자가 결정하면 알려 드립니다."))
            return redirect("membership:join")
    asked = list(own_requests(user)[:10])
    waiting = next((one for one in asked if one.decided_at is None), None)
    shown: dict[str, Any] = {"form": form, "verdict": verdict, "asked": asked, "waiting": waiting}
    return render(request, "membership/ask.html", shown, status=UNFIT if form.errors else 200)


@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    """End one's own request."""
    user = request.user
    assert isinstance(user, User)
    for asked in own_requests(user).filter(decided_at=None):
        services.take_back(asked, by=user)
        messages.success(request, _("합류 요청을 거두었습니다."))
    return redirect("membership:join")


@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link of the letter leads: make an account, or join with the one there is."""
    invitation = invitation_of(token, clock.now())
    if invitation is None:
        return render(request, "membership/gone.html", status=GONE)
    user = request.user
    if isinstance(user, User):
        return _joined_as(request, user, invitation)
    if invitations.has_account(invitation.email):
        messages.info(request, _("초대를 수락하려면 초대받은 이메일로 로그인해 주세요."))
        return redirect(f"{reverse('account_login')}?next={request.path}")
    form = AcceptForm(request.POST or None, initial={"person_name": invitation.name})
    if form.is_valid() and _made(form, invitation):
        messages.success(request, _("합류했습니다. 이메일과 방금 정한 비밀번호로 로그인해 주세요."))
        return redirect("account_login")
    shown = {"form": form, "invitation": invitation}
    return render(request, "membership/accept.html", shown, status=UNFIT if form.errors else 200)


def _joined_as(request: HttpRequest, user: User, invitation: Invitation) -> HttpResponse:
    verdict = may_ask_to_join(user)
    fits = user.email.lower() == invitation.email
    if request.method == "POST" and fits:
        require(verdict)
        try:
            invitations.accept(invitation, by=user)
        except invitations.NotOpen:
            return render(request, "membership/gone.html", status=GONE)
        messages.success(request, _("%(company)s의 구성원이 되었습니다.") % {"company": invitation.supplier.name})
        return redirect("workspace")
    shown = {"invitation": invitation, "fits": fits, "verdict": verdict}
    return render(request, "membership/confirm.html", shown)


def _made(form: AcceptForm, invitation: Invitation) -> bool:
    given = form.cleaned_data
    try:
        invitations.accept_anew(
            invitation, name=given["person_name"], phone=given["person_phone"], password=given["password1"]
        )
    except invitations.NotOpen:
        form.add_error(None, _("그사이 초대가 끝났습니다. 대표 담당자에게 다시 초대를 요청해 주세요."))
    return form.is_valid()
