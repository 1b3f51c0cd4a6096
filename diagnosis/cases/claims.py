"""The operator's page of one claim that an item does not apply."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from applications.filing.models import Application
from applications.people.requests import user_of
from applications.permissions import require
from diagnosis.answers.absences import Claim, DecidedAlready, claims_in, decisions_of
from diagnosis.answers.queries import answers_of, reading_of
from diagnosis.cases.forms import ClaimForm
from diagnosis.cases.permissions import may_decide_claim
from diagnosis.cases.queries import cases_for
from diagnosis.cases.services import decide_claim

UNFIT = 422


def decision(request: HttpRequest, code: str, item: str) -> HttpResponse:
    """Show the claim with what becomes of the points, and take the decision once."""
    application = get_object_or_404(cases_for(user_of(request)), code=code)
    claim = _claim(application, item)
    require(may_decide_claim(user_of(request), application))
    back = f"{reverse('cases:answers', args=[code])}#item-{item}"
    form = ClaimForm(request.POST if request.method == "POST" else None)
    if claim.decision is not None:
        messages.info(request, _("이미 판단한 항목입니다."))
        return redirect(back)
    if not form.is_valid():
        context = {"application": application, "claim": claim, "form": form, "back": back}
        return render(request, "cases/claim.html", context, status=UNFIT if form.errors else 200)
    said = form.cleaned_data
    try:
        decide_claim(claim.answer, granted=said["decision"] == "grant", reason=said["reason"], by=user_of(request))
    except DecidedAlready:
        messages.info(request, _("그 사이에 다른 사람이 판단했거나 답변이 바뀌었습니다. 다시 확인해 주세요."))
    else:
        messages.success(request, _("판단을 기록하고 공급기업에 알렸습니다."))
    return redirect(back)


def _claim(application: Application, item: str) -> Claim:
    """The claim of a filed case. Raises Http404 where there is none."""
    answers = answers_of(application) if application.submissions.exists() else {}
    claims = claims_in(reading_of(application), answers, decisions_of(application))
    if item not in claims:
        raise Http404(item)
    return claims[item]
