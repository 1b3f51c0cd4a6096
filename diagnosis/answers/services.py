"""Saving answers and putting documents forward; nothing typed by one person is overwritten unseen by another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from applications import clock
from applications.audit.services import record
from applications.documents.models import DocumentVersion
from applications.documents.permissions import may_open
from applications.documents.services import keep, newest_of
from applications.filing.models import Application
from applications.filing.queries import stream_of
from applications.filing.supplements import is_open, open_request
from applications.filing.workflow import SUPPLIER_WRITES
from applications.people.models import User
from diagnosis.answers.absences import forget_decision
from diagnosis.answers.earlier import Earlier, earlier_answers, is_empty
from diagnosis.answers.models import Answer, Evidence


class AnswersClosed(PermissionDenied):
    """The application has left the states in which its supplier writes; str() is the sentence to show."""


@dataclass(frozen=True)
class Draft:
    """What somebody wants an answer to be; `version` is that of the answer they saw, 0 for none."""

    item_code: str
    rating: Decimal | None
    text: str
    version: int
    applies: bool = True


@dataclass(frozen=True)
class Saved:
    """What came of a save: answers as stored now, and by item those that somebody else had changed meanwhile."""

    answers: dict[str, Answer]
    stale: dict[str, Answer]


@transaction.atomic
def save_answers(application: Application, drafts: Sequence[Draft], *, by: User) -> Saved:
    """Store each draft whose author saw the present version; the others come back as stale, untouched.

    Raises AnswersClosed.
    """
    codes = [draft.item_code for draft in drafts]
    hold_open(application, codes)
    kept = {answer.item_code: answer for answer in _answers(application, codes)}
    stale: dict[str, Answer] = {}
    changed: dict[str, Answer] = {}
    for draft in drafts:
        present = kept.get(draft.item_code)
        if _says(present, draft):
            continue
        if present is not None and present.version != draft.version:
            stale[draft.item_code] = present
        else:
            changed[draft.item_code] = _write(application, draft, present, by=by)
    if changed:
        versions = {code: answer.version for code, answer in changed.items()}
        record(stream_of(application), "answers.saved", by=by, data={"versions": versions})
    return Saved(kept | changed, stale)


@transaction.atomic
def take_over(application: Application, item_codes: Iterable[str], *, by: User) -> list[str]:
    """Bring answers and their documents of the earlier round into items that are still empty; returns their codes.

    They count as not checked until somebody says that they still hold, or changes them. Raises AnswersClosed.
    """
    wanted = list(item_codes)
    hold_open(application, wanted)
    offered = earlier_answers(application)
    filled = {answer.item_code for answer in _answers(application, list(offered)) if not is_empty(answer)}
    codes = [code for code in wanted if code in offered and code not in filled]
    for code in codes:
        _bring(application, code, offered[code], by=by)
    if codes:
        before = offered[codes[0]].application.code
        record(stream_of(application), "answers.taken_over", by=by, data={"from": before, "items": codes})
    return codes


@transaction.atomic
def check(application: Application, item_code: str, *, by: User) -> None:
    """Say that an answer brought from the earlier round still holds; twice is once. Raises AnswersClosed."""
    hold_open(application, [item_code])
    row = Answer.objects.filter(application=application, item_code=item_code, checked=False)
    if row.update(checked=True):
        record(stream_of(application), "answers.checked", by=by, data={"item": item_code})


def attach(application: Application, item_code: str, upload: "File[bytes]", *, by: User) -> Evidence:
    """Put a file forward for an item; a file the company stored before is referred to, not stored again.

    Raises FileRefused, AnswersClosed.
    """
    with transaction.atomic():
        hold_open(application, [item_code])
    version = keep(application.supplier_id, upload, by=by).version
    return put_forward(application, [item_code], [version], by=by)[0]


@transaction.atomic
def put_forward(
    application: Application, item_codes: Iterable[str], versions: Iterable[DocumentVersion], *, by: User
) -> list[Evidence]:
    """Put versions that are in store forward for items; what is there already stays. Raises AnswersClosed."""
    codes = list(item_codes)
    hold_open(application, codes)
    chosen = list(versions)
    if any(version.supplier_id != application.supplier_id for version in chosen):
        raise PermissionDenied(_("다른 기업의 문서는 쓸 수 없습니다."))
    uses = []
    for code in codes:
        for version in chosen:
            use, made = Evidence.objects.get_or_create(application=application, item_code=code, version=version)
            if made:
                record(stream_of(application), "evidence.attached", by=by, data=_facts(use))
            uses.append(use)
    return uses


@transaction.atomic
def bring_up_to_date(evidence: Evidence, *, by: User) -> Evidence:
    """Put the newest version of the same document forward in the place of an older one. Raises AnswersClosed."""
    newest = newest_of(evidence.version.document)
    if newest.pk == evidence.version_id:
        return evidence
    detach(evidence, by=by)
    return put_forward(evidence.application, [evidence.item_code], [newest], by=by)[0]


@transaction.atomic
def detach(evidence: Evidence, *, by: User) -> None:
    """Take a document back from an item; the document itself stays with the company. Raises AnswersClosed."""
    hold_open(evidence.application, [evidence.item_code])
    facts = _facts(evidence)
    gone, _kinds = Evidence.objects.filter(pk=evidence.pk).delete()
    if gone:
        record(stream_of(evidence.application), "evidence.detached", by=by, data=facts)


def hold_open(application: Application, codes: Iterable[str]) -> None:
    """Keep the application from moving until the transaction ends.

    Raises AnswersClosed when it has moved, or when a supplement was asked of other items than these.
    """
    row = Application.objects.select_for_update().get(pk=application.pk)
    asked = open_request(row)
    if not all(is_open(asked, code) for code in codes):
        raise AnswersClosed(_("보완을 요청받지 않은 항목은 고칠 수 없습니다."))
    if row.state not in SUPPLIER_WRITES:
        raise AnswersClosed(
            _("이미 제출되었거나 다른 상태로 넘어가 답변을 고칠 수 없습니다. 화면을 새로 고쳐 확인하세요.")
        )


def _answers(application: Application, codes: list[str]) -> list[Answer]:
    found = Answer.objects.filter(application=application, item_code__in=codes)
    return list(found.select_related("saved_by"))


def _says(answer: Answer | None, draft: Draft) -> bool:
    """Whether the answer already says what the draft wants, as after a save that was sent twice."""
    if answer is None:
        return draft.rating is None and draft.applies and not draft.text.strip()
    return _choice(answer, draft) == (answer.rating, answer.applies) and answer.text == draft.text


def _choice(present: Answer | None, draft: Draft) -> tuple[Decimal | None, bool]:
    """Rating and whether the item applies. What was chosen changes only into another choice: a page without one is
    one that never saw it."""
    if draft.rating is None and draft.applies and present is not None:
        return present.rating, present.applies
    return draft.rating, draft.applies


def _write(application: Application, draft: Draft, present: Answer | None, *, by: User) -> Answer:
    rating, applies = _choice(present, draft)
    said = {"rating": rating, "applies": applies, "text": draft.text, "saved_at": clock.now(), "saved_by": by}
    said["checked"] = True  # whoever changes an answer of last year has looked at it
    forget_decision(application, draft.item_code)
    if present is None:
        return Answer.objects.create(application=application, item_code=draft.item_code, **said)
    for name, value in said.items():
        setattr(present, name, value)
    present.version += 1
    present.save(update_fields=[*said, "version"])
    return present


def _bring(application: Application, item_code: str, earlier: Earlier, *, by: User) -> None:
    said = {"rating": earlier.answer.rating, "text": earlier.answer.text, "applies": True}
    brought = {"taken_from": earlier.application, "checked": False, "saved_at": clock.now(), "saved_by": by}
    where = {"application": application, "item_code": item_code}
    if not Answer.objects.filter(**where).update(**said, **brought, version=F("version") + 1):
        Answer.objects.create(**where, **said, **brought)
    uses = Evidence.objects.filter(application=earlier.application, item_code=earlier.answer.item_code)
    newest = [newest_of(use.version.document) for use in uses.select_related("version__document")]
    put_forward(application, [item_code], [version for version in newest if may_open(version)], by=by)


def _facts(evidence: Evidence) -> dict[str, str]:
    return {"item": evidence.item_code, "sha256": evidence.version.sha256}
