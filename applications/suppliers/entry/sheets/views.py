"""Staff and track record by workbook: fetch the template, upload it, read the report, take it over."""

from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from applications import clock
from applications.people.requests import user_of
from applications.permissions import require
from applications.suppliers.entry.changes.queries import open_change_of
from applications.suppliers.entry.permissions import may_write_section
from applications.suppliers.entry.sections import BY_CODE, Section
from applications.suppliers.entry.services import SavedMeanwhile
from applications.suppliers.entry.sheets import services
from applications.suppliers.entry.sheets.checking import digest_of_sheet
from applications.suppliers.entry.sheets.models import SheetUpload
from applications.suppliers.entry.sheets.queries import last_taken, uploads_for
from applications.suppliers.entry.sheets.reading import SheetRefused, read_sheet
from applications.suppliers.entry.sheets.template import workbook_of
from applications.suppliers.queries import suppliers_for

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def template(request: HttpRequest, code: str) -> HttpResponse:
    """The empty workbook of a section."""
    section = _section(code)
    response = HttpResponse(workbook_of(section), content_type=XLSX)
    name = _("POOL %(section)s 양식 %(day)s.xlsx") % {"section": section.label, "day": clock.today()}
    response["Content-Disposition"] = f"attachment; filename=\"pool-{code}.xlsx\"; filename*=UTF-8''{quote(name)}"
    return response


@require_POST
def upload(request: HttpRequest, code: str) -> HttpResponse:
    """Read a filled workbook and show what was found; nothing is registered yet."""
    user, section = user_of(request), _section(code)
    supplier = get_object_or_404(suppliers_for(user))
    require(may_write_section(user, supplier, section, open_change_of(supplier)))
    file = request.FILES.get("sheet")
    if file is None:
        messages.error(request, _("올릴 엑셀 파일을 골라 주세요."))
        return redirect("suppliers:section", code=code)
    try:
        digest = digest_of_sheet(file)
        rows = read_sheet(section, file)
    except SheetRefused as refused:
        messages.error(request, f"«{file.name}» {refused}")
        return redirect("suppliers:section", code=code)
    kept = services.keep_upload(supplier, section, file.name or "", digest, rows, by=user)
    return redirect("suppliers:sheet", pk=kept.pk)


@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The report, row by row, and taking over what is sound."""
    user = user_of(request)
    kept = get_object_or_404(uploads_for(user), pk=pk)
    verdict = may_write_section(user, kept.supplier, BY_CODE[kept.code], open_change_of(kept.supplier))
    if request.method == "POST":
        require(verdict)
        return _taken(request, kept)
    context = {
        "upload": kept,
        "section": BY_CODE[kept.code],
        "faulty": [row for row in kept.rows if row["faults"]],
        "total": len(kept.rows),
        "sound": sum(not row["faults"] for row in kept.rows),
        "before": last_taken(user, kept.sha256, kept.code),
        "refusal": verdict.reason,
    }
    return render(request, "suppliers/entry/sheet.html", context)


def _taken(request: HttpRequest, kept: SheetUpload) -> HttpResponse:
    try:
        services.take_over(kept, sound_only="sound_only" in request.POST, by=user_of(request))
    except services.HasFaults:
        messages.error(request, _("고칠 줄이 있습니다. 파일을 고쳐 다시 올리거나 «올바른 줄만 등록»을 눌러 주세요."))
        return redirect("suppliers:sheet", pk=kept.pk)
    except SavedMeanwhile:
        messages.warning(request, _("그 사이 다른 사람이 저장했습니다. 한 번 더 눌러 주세요."))
        return redirect("suppliers:sheet", pk=kept.pk)
    except services.TakenAlready:
        messages.info(request, _("이미 등록한 파일입니다. 다시 더하지 않았습니다."))
    else:
        told = _("엑셀에서 %(added)s줄을 등록했습니다. 이미 있던 %(skipped)s줄은 건너뛰었습니다.")
        messages.success(request, told % {"added": kept.added, "skipped": kept.skipped})
    return redirect("suppliers:section", code=kept.code)


def _section(code: str) -> Section:
    section = BY_CODE.get(code)
    if section is None or not section.takes_sheets:
        raise Http404
    return section
