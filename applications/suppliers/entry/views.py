"""The company writes its entry: overview, one section at a time, the consent to be shown, the yearly confirmation."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from applications import clock
from applications.people.models import User
from applications.people.requests import user_of
from applications.permissions import require
from applications.suppliers.corporate import is_doubtful
from applications.suppliers.entry import services
from applications.suppliers.entry.changes.queries import open_change_of
from applications.suppliers.entry.changes.services import ChangeMovedAlready, NothingToChange, ask_for_change
from applications.suppliers.entry.judging import typed_rows
from applications.suppliers.entry.models import WrittenSection
from applications.suppliers.entry.pages import SectionPage, page_of, said_in
from applications.suppliers.entry.permissions import (
    may_agree_to_listing,
    may_ask_for_change,
    may_confirm_entry,
    may_write_section,
    opens_directly,
)
from applications.suppliers.entry.progress import Progress, progress_of, written_of
from applications.suppliers.entry.proofs import keep_proofs
from applications.suppliers.entry.requirements import requirements
from applications.suppliers.entry.sections import BY_CODE, Section
from applications.suppliers.entry.tables import standing_rows
from applications.suppliers.entry.telling import tell
from applications.suppliers.files import head_of, standing_consent
from applications.suppliers.models import PoolState, Supplier
from applications.suppliers.queries import suppliers_for

CONFLICT = 409
SHOWN = ("company", "technology", "ai", "products")  # what the consent page reads out; the records only by number


@require_GET
def profile(request: HttpRequest) -> HttpResponse:
    """The company's own page: where it stands in the POOL, what is written, what comes next."""
    user, supplier = _own(request)
    standing = standing_rows(supplier)
    head = head_of(user, supplier, standing)
    waiting = [one for one in head["progress"] if one.waits]
    context = head | {
        "waiting": waiting,
        "may_ask": may_ask_for_change(user, supplier, head["change"] if head["differences"] else None),
        "may_confirm": may_confirm_entry(user, supplier),
        "consent": standing_consent(supplier),
        "done": sum(one.is_done for one in head["progress"] if one.section.is_required),
        "needed": sum(one.section.is_required for one in head["progress"]),
        "next": _next(head["progress"]),
        "refresh": _refresh(supplier),
        "step": STEPS.get(PoolState(supplier.pool_state), 0),
        "step_labels": [_("작성"), _("승인 대기"), _("승인")],
    }
    return render(request, "suppliers/profile.html", context)


@require_http_methods(["GET", "POST"])
def section(request: HttpRequest, code: str) -> HttpResponse:
    """Read or write one section; everything typed is kept, faults stand beside their fields."""
    user, supplier = _own(request)
    if code not in BY_CODE:
        raise Http404
    verdict = may_write_section(user, supplier, BY_CODE[code], open_change_of(supplier))
    if request.method == "POST":
        require(verdict)
        return _save(request, supplier, BY_CODE[code], by=user)
    page = page_of(supplier, BY_CODE[code], has_blank="add" in request.GET)
    return render(request, "suppliers/entry/section.html", _shown(page, verdict.reason))


@require_http_methods(["GET", "POST"])
def listing(request: HttpRequest) -> HttpResponse:
    """What the public directory would show, and the consent to it, given and taken back here."""
    user, supplier = _own(request)
    verdict = may_agree_to_listing(user, supplier)
    if request.method == "POST":
        require(verdict)
        _change_consent(request, supplier, by=user)
        return redirect("suppliers:listing")
    standing = standing_rows(supplier)
    context = {
        "supplier": supplier,
        "consent": standing_consent(supplier),
        "refusal": verdict.reason,
        "told": [tell(code, standing[code]) for code in ("regions", "technology", "ai", "products")],
        "records": len(standing["records"]),
    }
    return render(request, "suppliers/entry/listing.html", context)


@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """The yearly «it still holds»."""
    user, supplier = _own(request)
    require(may_confirm_entry(user, supplier))
    services.confirm_entry(supplier, by=user)
    messages.success(request, _("등록 내용을 확인했습니다. 갱신 기한이 늘어났습니다."))
    return redirect("suppliers:profile")


@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Put changed sections before the operator."""
    user, supplier = _own(request)
    require(may_ask_for_change(user, supplier, open_change_of(supplier)))
    try:
        ask_for_change(supplier, by=user)
    except NothingToChange:
        messages.error(request, _("제출할 변경이 없거나 고칠 곳이 남아 있습니다."))
    except ChangeMovedAlready:
        messages.warning(request, _("이미 처리 중인 변경 신청이 있습니다."))
    else:
        messages.success(request, _("변경 승인을 신청했습니다. 승인될 때까지 지금 내용이 유지됩니다."))
    return redirect("suppliers:profile")


@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    """Forget changes that were not put before the operator."""
    user, supplier = _own(request)
    require(may_ask_for_change(user, supplier, open_change_of(supplier)))
    if services.take_back(supplier, by=user):
        messages.success(request, _("바꾸던 내용을 지우고 승인된 내용으로 되돌렸습니다."))
    return redirect("suppliers:profile")


STEPS = {
    PoolState.DRAFT: 1,
    PoolState.SUPPLEMENT: 1,
    PoolState.REFUSED: 1,
    PoolState.SUBMITTED: 2,
    PoolState.APPROVED: 4,
}


def _own(request: HttpRequest) -> tuple[User, Supplier]:
    user = user_of(request)
    return user, get_object_or_404(suppliers_for(user))


def _save(request: HttpRequest, supplier: Supplier, section: Section, *, by: User) -> HttpResponse:
    rows = typed_rows(section, request.POST, without=request.POST.get("remove", ""))
    refused = keep_proofs(supplier, section, rows, request.FILES, by=by)
    judged, said = said_in(section, request.POST, rows)
    try:
        saved = services.save_section(supplier, section, said, by=by)
    except services.SavedMeanwhile as meanwhile:
        return _conflict(request, SectionPage(supplier, section, meanwhile.args[0], judged, said.is_none))
    if "X-Autosave" in request.headers:
        return JsonResponse({"message": _autosaved(saved), "version": saved.version})
    _say(request, saved)
    for sentence in refused:
        messages.error(request, sentence)
    if "add" in request.POST:
        return redirect(f"{reverse('suppliers:section', args=[section.code])}?add=1#row-new")
    page = SectionPage(supplier, section, saved, judged, said.is_none)
    if "next" in request.POST and not saved.faults and not refused:
        return redirect(page.following_url)
    return redirect("suppliers:section", code=section.code)


def _conflict(request: HttpRequest, page: SectionPage) -> HttpResponse:
    page.standing = standing_rows(page.supplier)
    told = _("그 사이 %(name)s 님이 저장했습니다. 새 화면에서 비교한 뒤 다시 저장해 주세요.")
    sentence = told % {"name": page.saved.saved_by.name} if page.saved else _("그 사이 내용이 바뀌었습니다.")
    if "X-Autosave" in request.headers:
        return JsonResponse({"message": sentence}, status=CONFLICT)
    return render(request, "suppliers/entry/section.html", _shown(page, "") | {"conflict": sentence}, status=CONFLICT)


def _say(request: HttpRequest, saved: WrittenSection) -> None:
    if saved.faults:
        told = ngettext(
            "적은 내용을 그대로 저장했습니다. 고칠 줄이 %(n)s개 있습니다.",
            "적은 내용을 그대로 저장했습니다. 고칠 줄이 %(n)s개 있습니다.",
            saved.faults,
        )
        messages.warning(request, told % {"n": saved.faults})
    elif saved.waits:
        messages.info(request, _("저장했습니다. 승인된 내용이라, 변경 승인을 신청해야 바뀝니다."))
    else:
        messages.success(request, _("저장했습니다."))
    number = saved.ready[0].get("corporate_number", "") if saved.code == "company" and saved.ready else ""
    if number and is_doubtful(number):
        messages.warning(
            request,
            _(
                "법인등록번호의 검증 숫자가 맞지 않습니다. 잘못 적었는지 확인해 주세요. "
                "2025-01-31부터 발급된 번호면 괜찮습니다."
            ),
        )


def _autosaved(saved: WrittenSection) -> str:
    at = timezone.localtime(saved.saved_at).strftime("%H:%M")
    told = _("저장됨 %(at)s") % {"at": at}
    if not saved.faults:
        return told
    return f"{told} · " + ngettext("고칠 줄 %(n)s개", "고칠 줄 %(n)s개", saved.faults) % {"n": saved.faults}


def _change_consent(request: HttpRequest, supplier: Supplier, *, by: User) -> None:
    if "revoke" in request.POST:
        services.end_listing(supplier, by=by)
        messages.success(request, _("공개 동의를 철회했습니다. 지금부터 공개 목록에 나오지 않습니다."))
    elif request.POST.get("agree"):
        services.agree_to_listing(supplier, by=by)
        messages.success(request, _("공개에 동의했습니다."))
    else:
        messages.error(request, _("동의하려면 먼저 상자를 선택해 주세요."))


def _shown(page: SectionPage, refusal: str) -> dict[str, Any]:
    progress = progress_of(page.supplier, page.standing, written_of(page.supplier))
    links = [(_marked(one), reverse("suppliers:section", args=[one.section.code])) for one in progress]
    asked = page.section.code in page.supplier.pool_sections and page.supplier.pool_state == PoolState.SUPPLEMENT
    return {
        "page": page,
        "section": page.section,
        "supplier": page.supplier,
        "refusal": refusal,
        "links": links,
        "told": tell(page.section.code, page.standing[page.section.code]) if refusal else None,
        "is_asked": asked,
        "waits_for_approval": not opens_directly(page.supplier, page.section),
        "sheet_rows": requirements().sheet_rows,
    }


def _marked(one: Progress) -> str:
    state = _("고칠 것 있음") if one.gaps else _("변경 중") if one.waits else _("작성함") if one.is_done else _("선택")
    return f"{one.section.label} · {state}"


def _next(progress: list[Progress]) -> Progress | None:
    return next((one for one in progress if one.gaps), None)


def _refresh(supplier: Supplier) -> dict[str, Any]:
    """When the entry has to be confirmed, and whether that is near."""
    due = supplier.refresh_due_on
    if due is None:
        return {}
    left = (due - clock.today()).days
    return {"due_on": due, "left": left, "is_near": left <= max(requirements().refresh_remind_days)}
