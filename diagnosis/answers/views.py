"""Answering: a page per section, one item at a time, and the files behind the answers."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from applications.filing.models import Application
from applications.filing.permissions import may_answer
from applications.filing.queries import applications_for
from applications.people.requests import user_of
from applications.permissions import require
from diagnosis.answers.editing import note_editing
from diagnosis.answers.models import Evidence
from diagnosis.answers.pages import AnswerPage, Settled, item_page, pick_page, section_page
from diagnosis.answers.permissions import is_author
from diagnosis.answers.queries import answers_of, company_lines, track_of
from diagnosis.answers.services import detach, put_forward

CONFLICT, UNFIT = 409, 422


def section(request: HttpRequest, code: str, section: str) -> HttpResponse:
    """Show or save a whole section. A post saves all that can be saved and gives the rest back as typed."""
    application = _application(request, code)
    if request.method != "POST":
        page = section_page(application, section, by=user_of(request))
        return render(request, "answers/section.html", page.context())
    require(may_answer(user_of(request), application))
    page = section_page(application, section, by=user_of(request), data=request.POST)
    asked = {"remove": request.POST.get("remove", ""), "renew": request.POST.get("renew", "")}
    if not page.save(request.FILES, **asked, settled=Settled.posted(request.POST)):
        return render(request, "answers/section.html", page.context(), status=_status(page))
    page.take_up(request.POST)
    messages.success(request, _("저장했습니다."))
    return redirect(page.after(request.POST))


@require_POST
def item(request: HttpRequest, code: str, item: str) -> HttpResponse:
    """Save one item and answer with the parts of the page that change: its state, progress and estimate."""
    application = _application(request, code)
    require(is_author(user_of(request), request.headers.get("X-Author", "")))
    require(may_answer(user_of(request), application))
    page = item_page(application, item, by=user_of(request), data=request.POST, with_files=False)
    status = 200 if page.save(MultiValueDict()) else _status(page)
    return render(request, "answers/saved.html", page.context(), status=status)


@require_POST
def editing(request: HttpRequest, code: str) -> HttpResponse:
    """Note where the person's cursor stands, and answer with who else writes in the same section."""
    application = _application(request, code)
    require(may_answer(user_of(request), application))
    item, window = request.POST.get("item", ""), request.POST.get("window", "")
    if item and not track_of(application).has_item(item):
        raise Http404(item)
    note_editing(application, item, by=user_of(request), window=window)
    lines = company_lines(application, answers_of(application), to=user_of(request), window=window)
    return render(request, "answers/company.html", {"lines": lines.values()})


@require_POST
def evidence(request: HttpRequest, code: str, item: str) -> HttpResponse:
    """Add files to one item; answers with the item's files and the reason for each that was refused."""
    application = _application(request, code)
    require(may_answer(user_of(request), application))
    page = item_page(application, item, by=user_of(request))
    page.take_files(page.rows[0], request.FILES.getlist(f"{item}-files"))
    page.take_sent(page.rows[0], request.POST.getlist(f"{item}-uploads"))
    status = UNFIT if page.rows[0].file_faults else 200
    return render(request, "answers/files.html", page.context() | {"row": page.rows[0]}, status=status)


@require_POST
def evidence_remove(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take one file back from its item; the company keeps the document."""
    application = _application(request, code)
    found = get_object_or_404(Evidence.objects.select_related("version"), application=application, pk=pk)
    require(may_answer(user_of(request), application))
    detach(found, by=user_of(request))
    page = item_page(application, found.item_code, by=user_of(request))
    if request.headers.get("X-Autosave"):
        return render(request, "answers/files.html", page.context() | {"row": page.rows[0]})
    messages.success(request, _("«%(name)s» 파일을 이 항목에서 뺐습니다.") % {"name": found.version.name})
    return redirect(page.address(found.item_code))


def pick(request: HttpRequest, code: str, item: str) -> HttpResponse:
    """Choose documents of the store for an item, and for others along with it."""
    application = _application(request, code)
    require(may_answer(user_of(request), application))
    page = pick_page(application, item, data=request.POST if request.method == "POST" else None)
    form = page["form"]
    if not form.is_bound or not form.is_valid():
        return render(request, "answers/pick.html", page, status=UNFIT if form.is_bound else 200)
    put_forward(application, form.cleaned_data["items"], form.chosen(), by=user_of(request))
    messages.success(request, _("고른 문서를 넣었습니다."))
    return redirect(page["back"])


def _application(request: HttpRequest, code: str) -> Application:
    return get_object_or_404(applications_for(user_of(request)), code=code)


def _status(page: AnswerPage) -> int:
    return CONFLICT if page.has_stale else UNFIT
