"""The supplier's pages about its panel: who the assessors are, and asking for another one."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.audit.services import record
from applications.fields import ReasonField
from applications.filing.models import Application
from applications.filing.queries import applications_for, stream_of
from applications.people.models import User
from applications.people.requests import user_of
from applications.permissions import require
from diagnosis.panels import letters
from diagnosis.panels.challenges import SHOWN_FROM, Member, members_seen_by
from diagnosis.panels.models import Assignment, AssignmentState, Challenge, ChallengeGround, Interest
from diagnosis.panels.queries import FREE
from diagnosis.panels.services import AnsweredAlready, hold_case

CONFLICT, UNFIT = 409, 422


class ChallengeForm(forms.Form):
    """Why another assessor is asked for."""

    ground = forms.ChoiceField(
        label=gettext_lazy("사유"),
        choices=ChallengeGround.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("사유를 골라 주세요.")},
    )
    reason = ReasonField(
        help_text=gettext_lazy("어떤 사실 때문인지 적어 주세요. 운영기관이 읽고 결정하며, 위원에게는 보이지 않아요.")
    )


@transaction.atomic
def challenge(place: Assignment, *, ground: str, reason: str, by: User) -> Challenge:
    """Ask for another assessor; his work on the case waits until an operator releases or keeps him.

    Raises AnsweredAlready when he has closed his sheet, left the panel or is under review already.
    """
    application = hold_case(place.application)
    working = Assignment.objects.filter(
        pk=place.pk, state=AssignmentState.ACCEPTED, interest__in=FREE, sheet__closed_at=None
    )
    if application.state not in SHOWN_FROM[:2] or working.update(interest=Interest.UNSURE) != 1:
        raise AnsweredAlready(place.pk)
    made = Challenge.objects.create(assignment=place, ground=ground, reason=reason, asked_by=by)
    data = {"assessor": place.assessor_id, "ground": ground, "reason": reason}
    record(stream_of(application), "panel.challenged", by=by, data=data)
    letters.tell_challenged(place)
    return made


def members(request: HttpRequest, code: str) -> HttpResponse:
    """Who assesses the company's application."""
    application = _application(request, code)
    seen = members_seen_by(user_of(request), application)
    return render(request, "panels/our_panel.html", {"application": application, "members": seen})


def challenging(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Ask for another assessor in place of one."""
    application = _application(request, code)
    member = _member(request, application, pk)
    form = ChallengeForm(request.POST or None)
    if request.method == "POST":
        require(member.verdict)
        if form.is_valid():
            return _asked(request, member.place, form)
    context = {"application": application, "member": member, "form": form}
    return render(request, "panels/challenge.html", context, status=UNFIT if form.errors else 200)


def _asked(request: HttpRequest, place: Assignment, form: ChallengeForm) -> HttpResponse:
    try:
        challenge(place, **form.cleaned_data, by=user_of(request))
    except AnsweredAlready:
        messages.error(request, _("그 사이 위원의 상태가 바뀌어 신청하지 못했습니다. 지금 상태를 확인해 주세요."))
        return redirect("panels:members", code=place.application.code)
    messages.success(request, _("기피를 신청했습니다. 운영기관이 결정하면 알려 드립니다."))
    return redirect("panels:members", code=place.application.code)


def _application(request: HttpRequest, code: str) -> Application:
    return get_object_or_404(applications_for(user_of(request)).filter(state__in=SHOWN_FROM), code=code)


def _member(request: HttpRequest, application: Application, pk: int) -> Member:
    for member in members_seen_by(user_of(request), application):
        if member.place.pk == pk:
            return member
    raise Http404(pk)
