"""Pages of schemes: the list, one scheme with its proof, its figures, and its way from draft to notice."""

from collections import Counter
from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from applications.people.models import User
from applications.permissions import require
from diagnosis.schemes import permissions, services
from diagnosis.schemes.amendments import amendment, in_words
from diagnosis.schemes.forms import UploadForm
from diagnosis.schemes.models import SchemeDraft
from diagnosis.schemes.queries import NoSuchScheme, Version, version_for, versions_for
from diagnosis.schemes.services import MovedAlready, NotSound, upload_scheme
from diagnosis.schemes.telling import told
from grading.faults import Fault

PAGE = 100


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Every scheme with its state, its fingerprint and how much of it is assumed."""
    user = cast(User, request.user)
    context = {"versions": versions_for(user), "may_upload": permissions.may_upload(user)}
    return render(request, "schemes/list.html", context)


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Bring a scheme folder in; its faults are shown one by one and nothing is kept, or it becomes a draft."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    faults: tuple[Fault, ...] = ()
    if form.is_valid():
        try:
            draft = upload_scheme(form.files_in_archive, by=cast(User, request.user))
        except NotSound as refused:
            faults = refused.faults
        else:
            messages.success(request, _("진단 체계를 초안으로 올렸습니다."))
            return redirect("schemes:detail", ref=draft.ref)
    status = 422 if form.errors or faults else 200
    return render(request, "schemes/upload.html", {"form": form, "faults": faults}, status=status)


@require_GET
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """One scheme: its facts, the proof or the faults, and what this person may do with it."""
    version = _version(request, ref)
    context = {"version": version, **told(version, _language()), **_acts(cast(User, request.user), version)}
    return render(request, "schemes/detail.html", context)


@require_GET
def figures(request: HttpRequest, ref: str) -> HttpResponse:
    """The assumed figures, or with ?all=1 every figure, of one file with ?file=; each with place and source."""
    version, everything = _version(request, ref), bool(request.GET.get("all"))
    kept = version.figures if everything else version.assumptions
    files, file = Counter(one.file for one in kept), request.GET.get("file", "")
    page = Paginator([one for one in kept if file in ("", one.file)], PAGE).get_page(request.GET.get("page"))
    context = {"version": version, "page_obj": page, "everything": everything, "file": file, "files": dict(files)}
    return render(request, "schemes/figures.html", context | {"count": page.paginator.count})


@require_GET
def diff(request: HttpRequest, ref: str) -> HttpResponse:
    """What changes from another scheme (?other=, by default the one before it) to this one: in words, item by item,
    and then every figure with its place."""
    version = _version(request, ref)
    others = [one for one in versions_for(cast(User, request.user)) if one.ref != version.ref]
    other = _chosen(others, request.GET.get("other", ""), version)
    found = amendment(other, version, _language()) if other else []
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    parts = in_words(other, version, _language()) if other else []
    context = {"version": version, "others": others, "other": other, "page_obj": page, "count": len(found)}
    context |= {"parts": parts, "is_paged": "page" in request.GET}
    return render(request, "schemes/diff.html", context)


def _chosen(others: list[Version], ref: str, version: Version) -> Version | None:
    """The scheme asked for; else the nearest below by code, else any other."""
    asked = [one for one in others if one.ref == ref]
    earlier = [one for one in others if one.code < version.code]
    return next(iter([*asked, *earlier, *others]), None)


@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, ref: str) -> HttpResponse:
    """Freeze a draft; GET shows what that means first."""
    version = _version(request, ref)
    draft = _draft(version)
    if request.method != "POST":
        require(permissions.may_publish(cast(User, request.user), draft))
        return render(request, "schemes/publish.html", {"version": version})
    return _acted(request, version, services.publish_scheme, _("진단 체계를 공고 상태로 굳혔습니다."))


@require_POST
def close(request: HttpRequest, ref: str) -> HttpResponse:
    """Let nothing new start on a scheme."""
    return _acted(request, _version(request, ref), services.close_scheme, _("진단 체계를 끝냈습니다."))


@require_POST
def discard(request: HttpRequest, ref: str) -> HttpResponse:
    """Put a draft away."""
    version = _version(request, ref)
    _acted(request, version, services.discard_scheme, _("초안을 버렸습니다."))
    return redirect("schemes:list")


def _acted(request: HttpRequest, version: Version, act: Callable[..., None], done: str) -> HttpResponse:
    try:
        act(_draft(version), by=cast(User, request.user))
    except MovedAlready:
        messages.info(request, _("다른 담당자가 먼저 처리했습니다."))
    except NotSound:
        messages.error(request, _("지금 검사하면 잘못이 나오는 초안이라 공고하지 않았습니다."))
    else:
        messages.success(request, done)
    return redirect("schemes:detail", ref=version.ref)


def _language() -> str:
    return "en" if get_language() == "en" else "ko"


def _version(request: HttpRequest, ref: str) -> Version:
    try:
        return version_for(cast(User, request.user), ref)
    except NoSuchScheme:
        raise Http404(ref) from None


def _draft(version: Version) -> SchemeDraft:
    """The row of an uploaded scheme; those the portal brings along have none and are not moved here."""
    if version.draft is None:
        raise Http404(version.ref)
    return version.draft


def _acts(user: User, version: Version) -> dict[str, object]:
    draft = version.draft
    if draft is None:
        return {}
    return {
        "may_publish": permissions.may_publish(user, draft),
        "may_close": permissions.may_close(user, draft),
        "may_discard": permissions.may_discard(user, draft),
    }
