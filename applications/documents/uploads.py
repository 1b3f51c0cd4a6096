"""Large files in pieces: begun, continued after a lost connection where they stopped, checked when whole, then used."""

import hashlib
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from applications import clock
from applications.documents.files.recognise import expected, recognise
from applications.documents.files.refusal import FileRefused
from applications.documents.models import Upload, UploadChunk
from applications.documents.queries import promised_bytes, uploads_for
from applications.documents.quota import hold_quota, refuse_over_quota
from applications.people.models import User

MOST_AT_ONCE = 10


class Misplaced(Exception):
    """A piece does not begin where the last one ended; `offset` is where it should."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


def begin(supplier_id: int, given: str, size: int, changed: str, *, by: User) -> Upload:
    """Promise to take a file, or find the promise that a lost connection broke off.

    The file is known again by its name, size and instant of change, which the browser tells. Raises FileRefused.
    """
    name, _kind = expected(given, size)
    fingerprint = hashlib.sha256(f"{given}|{size}|{changed}".encode()).hexdigest()
    if (known := uploads_for(by).filter(fingerprint=fingerprint).first()) is not None:
        return known
    for late in Upload.objects.filter(user=by, fingerprint=fingerprint):
        drop(late)
    if uploads_for(by).count() >= MOST_AT_ONCE:
        raise FileRefused(_("올리다 만 파일이 많습니다. 그 파일들을 먼저 마치거나 하루 뒤에 다시 올려 주세요."))
    expires_at = clock.now() + timedelta(hours=settings.UPLOAD_HOURS)
    said = {"supplier_id": supplier_id, "name": name, "size": size, "expires_at": expires_at}
    return _promised(by, fingerprint, said)


@transaction.atomic
def _promised(by: User, fingerprint: str, said: dict[str, Any]) -> Upload:
    """The promise, once what is on its way and this together find room."""
    hold_quota(said["supplier_id"])
    refuse_over_quota(said["supplier_id"], promised_bytes(said["supplier_id"]) + said["size"])
    upload, _made = Upload.objects.get_or_create(user=by, fingerprint=fingerprint, defaults=said)
    return upload


def append(upload: Upload, offset: int, content: bytes) -> int:
    """Store the piece that begins at `offset` and say how much is there now. Raises Misplaced, FileRefused."""
    end = offset + len(content)
    if offset != upload.offset or not content or end > upload.size:
        raise Misplaced(upload.offset)
    chunk = UploadChunk(upload=upload, offset=offset, size=len(content))
    chunk.file.save("piece", ContentFile(content), save=False)
    try:
        with transaction.atomic():
            chunk.save()
            moved = Upload.objects.filter(pk=upload.pk, offset=offset).update(offset=end)
            if not moved:
                raise Misplaced(offset)
    except (IntegrityError, Misplaced) as taken:  # the same piece came twice at once
        chunk.file.delete(save=False)
        raise Misplaced(Upload.objects.values_list("offset", flat=True).get(pk=upload.pk)) from taken
    return end


def finish(upload: Upload, sha256: str) -> None:
    """Judge the whole file as any other; what is refused is thrown away. Raises Misplaced, FileRefused.

    `sha256` is what the sender reckons it to be; empty where a browser cannot reckon.
    """
    if upload.offset != upload.size:
        raise Misplaced(upload.offset)
    try:
        with _assembled(upload) as whole:
            found = recognise(whole)
        if sha256 and sha256.lower() != found.sha256:
            raise FileRefused(_("올리는 동안 파일이 달라졌습니다. 처음부터 다시 올려 주세요."))
    except FileRefused:
        drop(upload)
        raise
    Upload.objects.filter(pk=upload.pk).update(sha256=found.sha256)


def taken(key: str, *, by: User) -> TemporaryUploadedFile:
    """The file of a finished upload, as if it had come with the form, to be closed by whom it is given to.

    The pieces are gone then. Raises FileRefused.
    """
    upload = uploads_for(by).filter(key=key).first() if _is_key(key) else None
    if upload is None or not upload.is_ready:
        raise FileRefused(_("올리던 파일을 찾을 수 없습니다. 파일을 다시 골라 올려 주세요."))
    whole = _assembled(upload)
    drop(upload)
    return whole


def drop(upload: Upload) -> None:
    """Throw an upload and its pieces away."""
    chunks = list(upload.chunks.all())
    Upload.objects.filter(pk=upload.pk).delete()
    for chunk in chunks:
        chunk.file.delete(save=False)


def drop_expired() -> int:
    """Throw away what was not finished in time; says how many."""
    late = list(Upload.objects.filter(expires_at__lte=clock.now())[:200])
    for upload in late:
        drop(upload)
    return len(late)


def _assembled(upload: Upload) -> TemporaryUploadedFile:
    whole = TemporaryUploadedFile(upload.name, "application/octet-stream", upload.size, None)
    for chunk in upload.chunks.all():
        with chunk.file.open("rb") as part:
            whole.write(part.read())
    whole.seek(0)
    return whole


def _is_key(key: str) -> bool:
    return len(key) == 36 and all(mark in "0123456789abcdef-" for mark in key)
