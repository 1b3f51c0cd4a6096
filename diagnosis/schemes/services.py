"""The life of an uploaded scheme: brought in as a draft, published by a second person, closed; or put away."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from applications import clock
from applications.audit.services import record
from applications.people.models import User
from applications.permissions import require
from applications.rounds.services import lock_rounds
from diagnosis.schemes.models import DraftState, SchemeDraft
from diagnosis.schemes.permissions import may_close, may_discard, may_publish, may_upload
from diagnosis.schemes.shelf import SHELF
from diagnosis.schemes.soundness import judged
from grading.faults import Fault


class NotSound(Exception):
    """The scheme has faults; `faults` lists all of them."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = tuple(faults)


class MovedAlready(Exception):
    """Somebody else has published, closed or discarded the scheme meanwhile."""


@transaction.atomic
def upload_scheme(files: Mapping[str, str], *, by: User) -> SchemeDraft:
    """Store the files of a scheme folder as a draft; the same files again are the same draft.

    Raises PermissionDenied, or NotSound with every fault; nothing is stored then.
    """
    require(may_upload(by))
    judgement = judged(files)
    if judgement.scheme is None:
        raise NotSound(judgement.faults)
    known = SchemeDraft.objects.filter(code=judgement.code, digest=judgement.scheme.digest).exclude(
        state=DraftState.DISCARDED
    )
    for draft in known:
        if draft.files == dict(files):
            return draft
    draft = SchemeDraft.objects.create(
        code=judgement.code,
        title=judgement.scheme.title,
        files=dict(files),
        digest=judgement.scheme.digest,
        uploaded_by=by,
    )
    record(stream_of(draft), "scheme.uploaded", by=by, data=_facts(draft) | {"files": sorted(files)})
    return draft


@transaction.atomic
def publish_scheme(draft: SchemeDraft, *, by: User) -> None:
    """Freeze a draft under its digest. Raises PermissionDenied, NotSound, MovedAlready."""
    require(may_publish(by, draft))
    judgement = judged(draft.files)
    if judgement.scheme is None or judgement.scheme.digest != draft.digest:
        raise NotSound(judgement.faults)
    _move(draft, DraftState.DRAFT, DraftState.PUBLISHED, published_by=by, published_at=clock.now())
    record(stream_of(draft), "scheme.published", by=by, data=_facts(draft))
    SHELF.forget()


@transaction.atomic
def close_scheme(draft: SchemeDraft, *, by: User) -> None:
    """Let no new round open by a published scheme; others go on. Raises PermissionDenied, MovedAlready."""
    require(may_close(by, draft))
    lock_rounds()
    _move(draft, DraftState.PUBLISHED, DraftState.CLOSED, closed_by=by, closed_at=clock.now())
    record(stream_of(draft), "scheme.closed", by=by, data=_facts(draft))


@transaction.atomic
def discard_scheme(draft: SchemeDraft, *, by: User) -> None:
    """Put a draft away; its row and its event stay. Raises PermissionDenied, MovedAlready."""
    require(may_discard(by, draft))
    _move(draft, DraftState.DRAFT, DraftState.DISCARDED)
    record(stream_of(draft), "scheme.discarded", by=by, data=_facts(draft))


def stream_of(draft: SchemeDraft) -> str:
    """The name of the scheme's audit stream."""
    return f"scheme:{draft.code}"


def _move(draft: SchemeDraft, start: DraftState, end: DraftState, **columns: object) -> None:
    if not SchemeDraft.objects.filter(pk=draft.pk, state=start).update(state=end, **columns):
        raise MovedAlready(draft.ref)


def _facts(draft: SchemeDraft) -> dict[str, object]:
    return {"draft": draft.pk, "code": draft.code, "digest": draft.digest}
