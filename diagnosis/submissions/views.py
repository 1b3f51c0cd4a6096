"""A company's applications: what may be started, where each stands, filing and the receipt."""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from applications import clock
from applications.arrival import arrived_at
from applications.fees.refunds import refund_due
from applications.filing.models import Application
from applications.filing.permissions import may_answer
from applications.filing.queries import applications_for
from applications.filing.services import MovedAlready, RoundClosed
from applications.filing.workflow import BY_NAME, SUPPLIER_WRITES
from applications.people.requests import user_of
from applications.permissions import require
from applications.seats.queries import place_of
from diagnosis.answers.queries import track_of
from diagnosis.submissions.forms import ConsentForm, MoveForm
from diagnosis.submissions.manifest import kind_in
from diagnosis.submissions.overview import FILES_ITSELF, lines_of, overview_of, review_of
from diagnosis.submissions.permissions import is_taking, may_file, may_make
from diagnosis.submissions.queries import offers_for, submissions_of
from diagnosis.submissions.receipts import consents_in, receipt_pdf
from diagnosis.submissions.services import ChangedSince, NotComplete, make_move, submit

CONFLICT, UNFIT = 409, 422


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """All applications of the company, and what may be started now."""
    at, user = clock.now(), user_of(request)
    applications = list(applications_for(user).select_related("fee"))
    shown = {"rows": lines_of(applications, at), "offers": offers_for(user, at, applications), "at": at}
    return render(request, "submissions/list.html", shown)


@require_GET
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """Where one application stands, and what to do next."""
    application = _application(request, code)
    overview = overview_of(application, user_of(request), clock.now())
    return render(request, "submissions/detail.html", {"overview": overview, "application": application})


def review(request: HttpRequest, code: str) -> HttpResponse:
    """All that will be filed; the post is small, for every file is stored already."""
    arrived = arrived_at(request)  # this instant decides about deadline and order
    application = _application(request, code)
    form = ConsentForm(track_of(application), request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _reviewed(request, application, form, arrived)
    agreed = form.is_valid()
    if application.state in SUPPLIER_WRITES:  # a second click comes after the first has filed
        require(may_answer(user_of(request), application))
        if not agreed:
            return _reviewed(request, application, form, arrived, status=UNFIT)
    given, shown = form.given(), request.POST.get("shown", "")
    try:
        submit(application, by=user_of(request), arrived_at=arrived, consents=given, shown=shown)
    except NotComplete:
        return _reviewed(request, application, form, arrived, status=UNFIT)
    except ChangedSince:
        messages.warning(
            request, _("이 화면을 여신 뒤 내용이 바뀌어 제출하지 않았습니다. 바뀐 내용을 확인하고 다시 제출해 주세요.")
        )
        return _reviewed(request, application, form, arrived, status=CONFLICT)
    except RoundClosed as closed:
        raise PermissionDenied(is_taking(application.round, arrived).reason) from closed
    except MovedAlready:
        return _moved_already(request, application)
    return redirect("submissions:receipt", application.code)


@require_GET
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """The proof of the latest filing, and of those before it."""
    application = _application(request, code)
    filings = list(submissions_of(application))
    if not filings:
        raise Http404(code)
    place = place_of(application)
    shown = {"application": application, "latest": filings[0], "filings": filings, "place": place}
    latest = filings[0]
    shown |= {"track": track_of(application), "consents": consents_in(latest), "kind": kind_in(latest.manifest)}
    return render(request, "submissions/receipt.html", shown)


@require_GET
def receipt_paper(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The receipt of one filing as a PDF to be kept."""
    filing = get_object_or_404(submissions_of(_application(request, code)), number=number)
    name = f"{_('접수증')}_{filing.receipt_number}.pdf"
    answer = HttpResponse(receipt_pdf(filing), content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(True, name)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def move(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """Ask for the reason of a move, then make it."""
    application = _application(request, code)
    step = BY_NAME.get(name)
    if step is None or name in FILES_ITSELF:
        raise Http404(name)
    now = clock.now()
    require(may_make(user_of(request), application, step, now))
    form = MoveForm(step, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        refile = application.round.is_open(now)
        shown = {
            "application": application,
            "move": step,
            "form": form,
            "may_refile": refile,
            "refund": refund_due(application),
        }
        return render(request, "submissions/move.html", shown, status=UNFIT if form.is_bound else 200)
    try:
        make_move(application, step, reason=form.given_reason(), by=user_of(request))
    except MovedAlready:
        return _moved_already(request, application)
    messages.success(request, _("«%(move)s» 처리를 마쳤습니다.") % {"move": step.label})
    return redirect("submissions:detail", application.code)


def _reviewed(
    request: HttpRequest, application: Application, form: ConsentForm, at: datetime, status: int = 200
) -> HttpResponse:
    verdict = may_file(user_of(request), application, at)
    shown = {"review": review_of(application), "application": application, "form": form, "verdict": verdict}
    return render(request, "submissions/review.html", shown, status=status)


def _moved_already(request: HttpRequest, application: Application) -> HttpResponse:
    messages.warning(request, _("그사이 상태가 바뀌어 처리하지 않았습니다. 지금 상태를 확인하세요."))
    return redirect("submissions:detail", application.code)


def _application(request: HttpRequest, code: str) -> Application:
    return get_object_or_404(applications_for(user_of(request)), code=code)
