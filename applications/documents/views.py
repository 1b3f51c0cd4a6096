"""The store of a company's documents, and the one place that hands out files."""

from uuid import UUID

from csp.decorators import csp
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_POST

from applications import clock
from applications.documents import services
from applications.documents.files.recognise import KINDS
from applications.documents.files.refusal import FileRefused
from applications.documents.forms import AddForm, DescribeForm, FilterForm, VersionForm
from applications.documents.models import Document, DocumentVersion
from applications.documents.pages import detail_of, rows_of, sending_context
from applications.documents.permissions import is_own, may_keep_documents, may_open
from applications.documents.queries import documents_for, versions_for
from applications.people.models import User
from applications.people.requests import user_of
from applications.permissions import require

UNFIT = 422
LIST = "documents:list"
# What a file of a company may do inside a page of ours: be looked at, nothing else.
INLINE = {
    "default-src": ["'none'"],
    "img-src": ["'self'"],
    "style-src": ["'unsafe-inline'"],  # the browser's own viewer
    "object-src": ["'self'"],
    "frame-ancestors": ["'self'"],
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
}


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """All documents of the company with what is foreseen for them."""
    user, form = user_of(request), FilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {"kind": "", "show": ""}
    found = documents_for(user).filter(hidden_at__isnull=wanted["show"] != FilterForm.HIDDEN)
    if wanted["kind"]:
        found = found.filter(kind=wanted["kind"])
    rows = rows_of(list(found), clock.now())
    if wanted["show"] == FilterForm.STALE:
        rows = [row for row in rows if row.faults]
    can_add = bool(may_keep_documents(user, supplier_of(user)))
    return render(request, "documents/list.html", {"rows": rows, "form": form, "can_add": can_add})


def add(request: HttpRequest) -> HttpResponse:
    """Put a file into the store; one that is there already is named instead."""
    user = user_of(request)
    supplier_id = supplier_of(user)
    require(may_keep_documents(user, supplier_id))
    form = AddForm(request.POST or None, request.FILES or None, by=user)
    if request.method == "POST" and form.is_valid():
        try:
            with form.cleaned_data["file"] as sent:
                kept = services.keep(supplier_id, sent, by=user, about=form.about())
        except FileRefused as refused:
            form.add_error("file", str(refused))
        else:
            _say_kept(request, kept)
            return redirect("documents:detail", kept.version.document.key)
    shown = {"form": form, "sending": sending_context()}
    return render(request, "documents/add.html", shown, status=UNFIT if form.is_bound else 200)


@require_GET
def detail(request: HttpRequest, key: UUID) -> HttpResponse:
    """One document: its files, where it is used, until when it counts."""
    user = user_of(request)
    document = _document(request, key)
    newest = document.versions.all()[0]
    shown = detail_of(document, clock.now()) | {
        "may_keep": may_keep_documents(user, document.supplier_id),
        "opens": may_open(newest),
    }
    return render(request, "documents/detail.html", shown)


def edit(request: HttpRequest, key: UUID) -> HttpResponse:
    """Change what is said of a document."""
    user, document = user_of(request), _document(request, key)
    require(may_keep_documents(user, document.supplier_id))
    newest = document.versions.all()[0]
    days = {"issued_on": newest.issued_on, "valid_until": newest.valid_until}
    form = DescribeForm(request.POST or None, initial={"kind": document.kind, "title": document.title} | days)
    if request.method == "POST" and form.is_valid():
        services.describe(document, form.about(), by=user)
        messages.success(request, _("문서 정보를 고쳤습니다."))
        return redirect("documents:detail", document.key)
    shown = {"form": form, "document": document}
    return render(request, "documents/edit.html", shown, status=UNFIT if form.is_bound else 200)


def renew(request: HttpRequest, key: UUID) -> HttpResponse:
    """Store a newer file of a document."""
    user, document = user_of(request), _document(request, key)
    require(may_keep_documents(user, document.supplier_id))
    form = VersionForm(request.POST or None, request.FILES or None, by=user)
    if request.method == "POST" and form.is_valid():
        try:
            with form.cleaned_data["file"] as sent:
                version = services.keep_version(document, sent, by=user, about=form.about())
        except FileRefused as refused:
            form.add_error("file", str(refused))
        else:
            messages.success(request, _("%(number)s판을 보관했습니다.") % {"number": version.number})
            return redirect("documents:detail", document.key)
    shown = {"form": form, "document": document, "sending": sending_context()}
    return render(request, "documents/renew.html", shown, status=UNFIT if form.is_bound else 200)


@require_POST
def put_away(request: HttpRequest, key: UUID) -> HttpResponse:
    """Hide a document, or offer it again."""
    user, document = user_of(request), _document(request, key)
    require(may_keep_documents(user, document.supplier_id))
    if document.hidden_at is None:
        services.hide(document, by=user)
        messages.success(request, _("문서를 숨겼습니다. 이미 제출한 곳에는 그대로 남습니다."))
    else:
        services.restore(document, by=user)
        messages.success(request, _("문서를 다시 꺼냈습니다."))
    return redirect("documents:detail", document.key)


@require_POST
def remove(request: HttpRequest, key: UUID) -> HttpResponse:
    """Delete a document that is used nowhere."""
    user, document = user_of(request), _document(request, key)
    require(may_keep_documents(user, document.supplier_id))
    services.delete(document, by=user)
    messages.success(request, _("«%(title)s» 문서를 지웠습니다.") % {"title": document.title})
    return redirect(LIST)


@require_GET
def version(request: HttpRequest, key: UUID) -> HttpResponse:
    """One file with its preview, for everybody who may read it."""
    found = get_object_or_404(versions_for(user_of(request)), key=key)
    shown = {
        "version": found,
        "opens": may_open(found),
        "is_own": is_own(user_of(request), found),
    }
    return render(request, "documents/version.html", shown)


@require_GET
def file(request: HttpRequest, key: UUID) -> FileResponse:
    """A stored file under the name its supplier gave it."""
    found = get_object_or_404(versions_for(user_of(request)), key=key)
    return _handed_out(request, found, as_attachment=True)


@require_GET
@xframe_options_sameorigin
@csp(INLINE)
def inline(request: HttpRequest, key: UUID) -> FileResponse:
    """The same file to be looked at inside our own page; only formats that a browser shows by itself."""
    found = get_object_or_404(versions_for(user_of(request)), key=key)
    if not found.preview:
        raise Http404(found.format)
    return _handed_out(request, found, as_attachment=False)


def _handed_out(request: HttpRequest, found: DocumentVersion, *, as_attachment: bool) -> FileResponse:
    require(may_open(found))
    try:
        content = found.file.open()
    except FileNotFoundError as missing:
        raise Http404 from missing
    user = user_of(request)
    services.note_reading(found, by=user, is_own=is_own(user, found))
    media_type = KINDS[found.format].media_type
    response = FileResponse(content, as_attachment=as_attachment, filename=found.name, content_type=media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _document(request: HttpRequest, key: UUID) -> Document:
    return get_object_or_404(documents_for(user_of(request)), key=key)


def supplier_of(user: User) -> int:
    """The company of a person; people without one have no store."""
    member = getattr(user, "member", None)
    if member is None:
        raise Http404
    return int(member.supplier_id)


def _say_kept(request: HttpRequest, kept: services.Kept) -> None:
    said = {"title": kept.version.document.title, "number": kept.version.number}
    if kept.is_new:
        messages.success(request, _("«%(title)s» 문서를 보관했습니다.") % said)
    else:
        messages.info(
            request, _("같은 파일이 «%(title)s» 문서의 %(number)s판으로 있어 새로 저장하지 않았습니다.") % said
        )
