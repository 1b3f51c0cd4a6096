from datetime import date

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from applications import clock
from diagnosis.checks.examining import examine
from diagnosis.checks.forms import CheckForm, DayForm, DocumentForm
from diagnosis.checks.limits import CHECKS, FILES, WINDOW, is_within
from diagnosis.checks.queries import Answer, answer_of, changed_since, paper_of
from diagnosis.machine import KOREAN, problem

MACHINE = "application/json"
OPEN_TO_ALL = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
}


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Where a number is typed or a file is dropped; a whole number leads to its own address."""
    form = CheckForm(request.GET if "number" in request.GET else None)
    if form.is_bound and form.is_valid():
        on: date | None = form.cleaned_data["on"]
        where = reverse("checks:number", args=[form.cleaned_data["number"]])
        return redirect(f"{where}?on={on.isoformat()}" if on else where)
    return render(request, "checks/start.html", {"form": form, "document_form": DocumentForm()})


@require_safe
def by_number(request: HttpRequest, number: str) -> HttpResponse:
    """The certificate of a number on a day, as a page or, to programs that ask for it, as data."""
    wants_data = request.get_preferred_type(["text/html", MACHINE]) == MACHINE
    answer = as_data(request, number) if wants_data else _page(request, number)
    patch_vary_headers(answer, ("Accept",))
    return answer


@csrf_exempt
@require_http_methods(["GET", "HEAD", "OPTIONS"])
def as_data(request: HttpRequest, number: str) -> HttpResponse:
    """The same for programs, from whatever site they run on."""
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers=OPEN_TO_ALL)
    answer = _data(request, number)
    for name, value in OPEN_TO_ALL.items():
        answer[name] = value
    return answer


@require_POST
def document(request: HttpRequest) -> HttpResponse:
    """What a dropped file is; the file is read once and kept nowhere."""
    if not is_within(request, "file", FILES):
        return _too_many(request)
    form = DocumentForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "checks/start.html", {"form": CheckForm(), "document_form": form}, status=422)
    finding = examine(form.cleaned_data["document"])
    answer = answer_of(finding.paper, clock.today()) if finding.paper else None
    return render(request, "checks/document.html", {"finding": finding, "answer": answer})


def _page(request: HttpRequest, number: str) -> HttpResponse:
    if not is_within(request, "number", CHECKS):
        return _too_many(request)
    answer = _answer(request, number)
    form = CheckForm(initial={"number": number, "on": request.GET.get("on", "")})
    status = 200 if answer else 404
    context = {"answer": answer, "today": changed_since(answer) if answer else None, "form": form, "number": number}
    return _private(render(request, "checks/answer.html", context, status=status))


def _data(request: HttpRequest, number: str) -> HttpResponse:
    if not is_within(request, "number", CHECKS):
        refused = problem(429, _("너무 자주 물었습니다. 잠시 뒤에 다시 확인해 주세요."))
        refused["Retry-After"] = str(WINDOW)
        return refused
    answer = _answer(request, number)
    if answer is None:
        return problem(404, _("이 번호의 확인서가 없습니다."))
    today = changed_since(answer)
    said = answer.to_data() | {"today": today.state.value if today else answer.state.value}
    return JsonResponse(said, json_dumps_params=KOREAN)


def _answer(request: HttpRequest, number: str) -> Answer | None:
    paper = paper_of(number)
    return answer_of(paper, DayForm(request.GET).day()) if paper else None


def _too_many(request: HttpRequest) -> HttpResponse:
    return render(request, "checks/too_many.html", status=429, context={"seconds": WINDOW})


def _private(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer
