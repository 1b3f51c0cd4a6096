"""Entering KIBO's answer by hand."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from applications.filing.queries import applications_for
from applications.people.requests import user_of
from applications.permissions import require
from diagnosis.ktrs.forms import LettersForm
from diagnosis.ktrs.permissions import may_enter
from diagnosis.ktrs.queries import ktrs_of
from diagnosis.ktrs.services import EntryClosed, NumberTaken, enter
from grading.load import load_scheme

UNFIT = 422


def entering(request: HttpRequest, code: str) -> HttpResponse:
    """Show the form, filled with what is known, and take the letters."""
    user = user_of(request)
    application = get_object_or_404(applications_for(user), code=code)
    require(may_enter(user, application))
    scheme = load_scheme(application.scheme_code)
    result = ktrs_of(application)
    form = LettersForm(scheme, scheme.tracks[application.track], result, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            enter(application, form.answer(), by=user)
        except NumberTaken:
            form.add_error("evaluation_number", _("다른 신청에 이미 입력된 평가번호입니다. 번호를 확인해 주세요."))
        except EntryClosed:
            messages.error(request, _("그 사이에 채점이 시작되어 입력하지 못했습니다."))
            return redirect("cases:detail", code)
        else:
            messages.success(request, _("KTRS-FM 결과를 저장했습니다."))
            return redirect("cases:detail", code)
    context = {"application": application, "form": form, "result": result}
    return render(request, "ktrs/enter.html", context, status=UNFIT if form.errors else 200)
