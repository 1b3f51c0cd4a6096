"""The company's people, and calling colleagues in."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from applications import clock
from applications.membership import invitations, queries
from applications.membership.forms import InviteForm, LetInForm, StandingForm, WhyForm
from applications.membership.letters import send_invitation
from applications.membership.models import Invitation, JoinRequest
from applications.membership.permissions import may_invite, may_lead
from applications.people.models import User
from applications.people.requests import user_of
from applications.permissions import require
from applications.suppliers.models import Member, Standing
from applications.suppliers.queries import suppliers_for

UNFIT = 422
NOT_INVITED = gettext_lazy("이 이메일로는 초대할 수 없습니다. 이미 초대했거나 다른 기업의 담당자일 수 있습니다.")
TOO_MANY = gettext_lazy("초대를 너무 많이 보냈습니다. 기다리는 초대를 정리한 뒤 다시 보내 주세요.")


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Who belongs to the company, who is called in, who asks to be let in."""
    return render(request, "membership/members.html", about(user_of(request)))


@require_POST
def invite(request: HttpRequest) -> HttpResponse:
    """Call a colleague in."""
    user = user_of(request)
    supplier = get_object_or_404(suppliers_for(user))
    require(may_invite(user, supplier))
    form = InviteForm(request.POST)
    invitation = _invited(form, supplier, by=user) if form.is_valid() else None
    if invitation is None:
        return render(request, "membership/members.html", about(user) | {"form": form}, status=UNFIT)
    _tell(request, invitation)
    return redirect("membership:members")


@require_POST
def resend(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the letter once more, with a new link."""
    invitation = _invitation(request, pk)
    try:
        _tell(request, invitations.send_again(invitation, by=user_of(request)))
    except invitations.TooMany:
        messages.error(request, _("같은 사람에게 더 보낼 수 없습니다. 주소가 맞는지 확인하고 새로 초대해 주세요."))
    except invitations.NotOpen:
        messages.warning(request, _("이미 끝난 초대입니다."))
    return redirect("membership:members")


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an invitation back."""
    try:
        invitations.revoke(_invitation(request, pk), by=user_of(request))
    except invitations.NotOpen:
        messages.warning(request, _("이미 끝난 초대입니다."))
    else:
        messages.success(request, _("초대를 거두었습니다. 보낸 메일의 주소는 더 쓸 수 없습니다."))
    return redirect("membership:members")


def about(user: User) -> dict[str, Any]:
    """Everything of the page, by a fixed number of queries."""
    supplier = get_object_or_404(suppliers_for(user))
    leads = may_lead(user, supplier)
    people = list(queries.members_for(user).order_by("joined_at", "pk"))
    owners = [one for one in people if one.standing == Standing.OWNER and one.user.is_active]
    now = clock.now()
    return {
        "supplier": supplier,
        "lines": [_line(one, leads=bool(leads), is_last=owners == [one], me=one.user_id == user.pk) for one in people],
        "leads": leads,
        "invited": [(one, one.expires_at <= now) for one in queries.invitations_for(user)] if leads else [],
        "requests": [(one, *deciding(one)) for one in queries.requests_for(user)] if leads else [],
        "form": InviteForm(),
        "refusal": may_invite(user, supplier).reason,
    }


def deciding(asked: JoinRequest, data: Any = None) -> tuple[LetInForm, WhyForm]:
    """The two forms of a decision, each field under a name of its own on the page; data binds both."""
    let_in, why = f"let_in_{asked.pk}_%s", f"turn_away_{asked.pk}_%s"
    return LetInForm(data, auto_id=let_in), WhyForm(data, auto_id=why)


def _line(member: Member, *, leads: bool, is_last: bool, me: bool) -> dict[str, Any]:
    form = StandingForm(initial={"standing": member.standing}, auto_id=f"member_{member.pk}_%s")
    return {"member": member, "form": form if leads and not is_last else None, "me": me, "is_last": is_last}


def _invited(form: InviteForm, supplier: Any, *, by: User) -> Invitation | None:
    given = form.cleaned_data
    try:
        return invitations.invite(
            supplier, email=given["email"], name=given["member_name"], standing=Standing(given["standing"]), by=by
        )
    except invitations.AlreadyInvited:
        form.add_error("email", NOT_INVITED)
    except invitations.TooMany:
        form.add_error(None, TOO_MANY)
    return None


def _invitation(request: HttpRequest, pk: int) -> Invitation:
    invitation = get_object_or_404(queries.invitations_for(user_of(request)), pk=pk)
    require(may_invite(user_of(request), invitation.supplier))
    return invitation


def _tell(request: HttpRequest, invitation: Invitation) -> None:
    if send_invitation(invitation):
        messages.success(request, _("%(email)s(으)로 초대 메일을 보냈습니다.") % {"email": invitation.email})
    else:
        messages.error(request, _("초대 메일을 보내지 못했습니다. 잠시 뒤 다시 보내 주세요."))
