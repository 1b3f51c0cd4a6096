"""Keeping documents: each file once, each change in the chain, nothing that was filed ever changed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from applications import clock
from applications.audit.services import record
from applications.documents.files.recognise import Recognised, recognise
from applications.documents.files.refusal import FileRefused
from applications.documents.kinds import OTHER, kind_of
from applications.documents.models import Document, DocumentVersion
from applications.documents.queries import stream_of
from applications.documents.quota import hold_quota, refuse_over_quota
from applications.documents.scanning import ask_for_scan
from applications.documents.uses import uses_of
from applications.people.models import User


class InUse(PermissionDenied):
    """The document is put forward somewhere; str() is the sentence to show."""


@dataclass(frozen=True)
class About:
    """What a company says of a file: its kind (a code of kinds.toml), title and days."""

    kind: str = OTHER
    title: str = ""
    issued_on: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True)
class Kept:
    """The version that holds the file, and whether it was stored now or had been there before."""

    version: DocumentVersion
    is_new: bool


UNSAID = About()


def keep(supplier_id: int, upload: "File[bytes]", *, by: User, about: About = UNSAID) -> Kept:
    """Store a file as a document of the company; the same bytes again are the document there is.

    Raises FileRefused with the sentence for the sender.
    """
    found = recognise(upload)
    if (known := _known(supplier_id, found)) is not None:
        return Kept(_shown_again(known, by=by), is_new=False)
    refuse_over_quota(supplier_id, found.size)
    version = _unsaved(supplier_id, upload, found, about, by=by)
    return _stored_once(version, found, lambda: _add_first(version, about, by=by))


def keep_version(document: Document, upload: "File[bytes]", *, by: User, about: About = UNSAID) -> DocumentVersion:
    """Store a newer file of a document; what was put forward keeps the version it has.

    Raises FileRefused, also where the company has the same bytes already.
    """
    found = recognise(upload)
    if (known := _known(document.supplier_id, found)) is not None:
        raise _have_it(known)
    refuse_over_quota(document.supplier_id, found.size)
    version = _unsaved(document.supplier_id, upload, found, about, by=by)
    version.document = document
    kept = _stored_once(version, found, lambda: _add_next(version, by=by))
    if not kept.is_new:
        raise _have_it(kept.version)
    return kept.version


@transaction.atomic
def describe(document: Document, about: About, *, by: User) -> None:
    """Change kind and title of a document and the days of its newest version."""
    version = newest_of(document)
    before = About(document.kind, document.title, version.issued_on, version.valid_until)
    after = replace(about, title=about.title.strip() or document.title)
    if before == after:
        return
    document.kind, document.title = after.kind, after.title
    document.save(update_fields=["kind", "title"])
    version.issued_on, version.valid_until = after.issued_on, after.valid_until
    version.save(update_fields=["issued_on", "valid_until"])
    record(stream_of(document), "document.edited", by=by, data={"before": _told(before), "after": _told(after)})


@transaction.atomic
def hide(document: Document, *, by: User) -> None:
    """Take a document out of lists and pickers; where it was put forward it stays."""
    if Document.objects.filter(pk=document.pk, hidden_at=None).update(hidden_at=clock.now()):
        record(stream_of(document), "document.hidden", by=by)


@transaction.atomic
def restore(document: Document, *, by: User) -> None:
    """Offer a hidden document again."""
    if Document.objects.filter(pk=document.pk, hidden_at__isnull=False).update(hidden_at=None):
        record(stream_of(document), "document.restored", by=by)


@transaction.atomic
def delete(document: Document, *, by: User) -> None:
    """Remove a document with all its files for good. Raises InUse while it is put forward anywhere."""
    versions = list(DocumentVersion.objects.select_for_update().filter(document=document))
    if uses := uses_of([version.pk for version in versions]):
        raise InUse(_in_use(filed=any(use.filed for use in uses)))
    record(stream_of(document), "document.deleted", by=by, data={"sha256": [one.sha256 for one in versions]})
    DocumentVersion.objects.filter(document=document).delete()
    Document.objects.filter(pk=document.pk).delete()

    def remove_files() -> None:
        for version in versions:
            version.file.delete(save=False)

    transaction.on_commit(remove_files, robust=True)


def note_reading(version: DocumentVersion, *, by: User, is_own: bool) -> None:
    """Write down who opened a file: always outside its company, and within it where it tells of people."""
    if is_own and not kind_of(version.document.kind).personal:
        return
    record(stream_of(version.document), "document.read", by=by, data={"sha256": version.sha256})


def newest_of(document: Document) -> DocumentVersion:
    """The version that is put forward from now on."""
    return document.versions.order_by("-number").select_related("document")[0]


def _known(supplier_id: int, found: Recognised) -> DocumentVersion | None:
    same = DocumentVersion.objects.filter(supplier_id=supplier_id, sha256=found.sha256)
    return same.select_related("document").first()


def _shown_again(version: DocumentVersion, *, by: User) -> DocumentVersion:
    """Who sends a file that was hidden wants to use it."""
    if version.document.hidden_at is not None:
        restore(version.document, by=by)
        version.document.hidden_at = None
    return version


def _unsaved(supplier_id: int, upload: "File[bytes]", found: Recognised, about: About, *, by: User) -> DocumentVersion:
    """A version whose bytes are stored and whose row is not."""
    version = DocumentVersion(
        supplier_id=supplier_id,
        name=found.name,
        format=found.kind,
        size=found.size,
        sha256=found.sha256,
        issued_on=about.issued_on,
        valid_until=about.valid_until,
        uploaded_by=by,
    )
    version.file.save(found.name, upload, save=False)
    return version


def _stored_once(version: DocumentVersion, found: Recognised, write: Any) -> Kept:
    try:
        with transaction.atomic():
            hold_quota(version.supplier_id)
            refuse_over_quota(version.supplier_id, found.size)
            write()
    except FileRefused:
        version.file.delete(save=False)
        raise
    except IntegrityError:  # the same file arrived twice at once
        version.file.delete(save=False)
        known = _known(version.supplier_id, found)
        if known is None:
            raise
        return Kept(known, is_new=False)
    return Kept(version, is_new=True)


def _add_first(version: DocumentVersion, about: About, *, by: User) -> None:
    title = about.title.strip() or version.name.rpartition(".")[0]
    version.document = Document.objects.create(supplier_id=version.supplier_id, kind=about.kind, title=title[:200])
    version.save()
    record(stream_of(version.document), "document.stored", by=by, data=_facts(version))
    ask_for_scan(version, by=by)


def _add_next(version: DocumentVersion, *, by: User) -> None:
    held = Document.objects.select_for_update().get(pk=version.document_id)
    version.number = (held.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    version.save()
    record(stream_of(held), "document.version_added", by=by, data=_facts(version))
    ask_for_scan(version, by=by)


def _have_it(version: DocumentVersion) -> FileRefused:
    said = {"title": version.document.title, "number": version.number}
    return FileRefused(_("같은 파일이 이미 «%(title)s» 문서의 %(number)s판으로 보관되어 있습니다.") % said)


def _in_use(*, filed: bool) -> str:
    if filed:
        return _("제출한 신청에서 쓰고 있어 지울 수 없습니다. 목록에서 숨길 수는 있습니다.")
    return _("쓰고 있는 곳이 있어 지울 수 없습니다. 그곳에서 먼저 빼거나 목록에서 숨기세요.")


def _facts(version: DocumentVersion) -> Mapping[str, Any]:
    return {"name": version.name, "sha256": version.sha256, "number": version.number}


def _told(about: About) -> str:
    days = [f"{day:%Y-%m-%d}" if day else "–" for day in (about.issued_on, about.valid_until)]
    return " · ".join([about.kind, about.title, *days])
