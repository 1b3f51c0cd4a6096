"""The few addresses to which a script sends a large file in pieces; each answer is JSON."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from applications.documents import uploads
from applications.documents.files.refusal import FileRefused
from applications.documents.models import Upload
from applications.documents.permissions import may_keep_documents
from applications.documents.queries import uploads_for
from applications.documents.uploads import Misplaced
from applications.documents.views import supplier_of
from applications.people.requests import user_of
from applications.permissions import require

CREATED, CONFLICT, TOO_LARGE, UNFIT = 201, 409, 413, 422


@require_POST
def begin(request: HttpRequest) -> JsonResponse:
    """Announce a file; the answer says where its pieces go and how much of it is there already."""
    user = user_of(request)
    supplier_id = supplier_of(user)
    require(may_keep_documents(user, supplier_id))
    name, size = request.POST.get("name", "").replace("\0", ""), request.POST.get("size", "")
    try:
        promised = int(size) if size.isascii() and size.isdecimal() and len(size) < 16 else 0
        upload = uploads.begin(supplier_id, name, promised, request.POST.get("changed", "")[:40], by=user)
    except FileRefused as refused:
        return _refused(refused)
    return JsonResponse(_told(upload), status=CREATED)


@require_http_methods(["GET", "PATCH", "DELETE"])
def upload(request: HttpRequest, key: UUID) -> JsonResponse:
    """How far an upload is; its next piece (`Upload-Offset` says where it belongs); its end without use."""
    found = get_object_or_404(uploads_for(user_of(request)), key=key)
    if request.method == "DELETE":
        uploads.drop(found)
        return JsonResponse({})
    if request.method == "GET":
        return JsonResponse(_told(found))
    given = request.headers.get("Upload-Offset", "")
    content = request.read(settings.UPLOAD_CHUNK_BYTES + 1)
    if len(content) > settings.UPLOAD_CHUNK_BYTES:
        return JsonResponse({"chunk": settings.UPLOAD_CHUNK_BYTES}, status=TOO_LARGE)
    if not _is_complete(request, content) or not (given.isascii() and given.isdecimal()):
        return JsonResponse({"offset": found.offset}, status=CONFLICT)
    try:
        return JsonResponse({"offset": uploads.append(found, int(given[:16]), content)})
    except Misplaced as misplaced:
        return JsonResponse({"offset": misplaced.offset}, status=CONFLICT)


@require_POST
def finish(request: HttpRequest, key: UUID) -> JsonResponse:
    """Have the whole file judged; what is refused has to be sent anew."""
    found = get_object_or_404(uploads_for(user_of(request)), key=key)
    try:
        uploads.finish(found, request.POST.get("sha256", ""))
    except Misplaced as misplaced:
        return JsonResponse({"offset": misplaced.offset}, status=CONFLICT)
    except FileRefused as refused:
        return _refused(refused)
    return JsonResponse({"key": str(found.key)})


def _told(found: Upload) -> dict[str, object]:
    return {
        "url": reverse("documents:upload", args=[found.key]),
        "finish": reverse("documents:upload_finish", args=[found.key]),
        "offset": found.offset,
        "chunk": settings.UPLOAD_CHUNK_BYTES,
    }


def _is_complete(request: HttpRequest, content: bytes) -> bool:
    """Whether all of a piece has come; one that was cut off is sent again."""
    promised = request.META.get("CONTENT_LENGTH") or ""
    return not promised or int(promised) == len(content)


def _refused(refused: FileRefused) -> JsonResponse:
    return JsonResponse({"message": str(refused)}, status=UNFIT)
