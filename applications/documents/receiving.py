"""What is too large is said at once, and takes nothing else down with it."""

from collections.abc import Callable

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from applications.documents.files.recognise import limit

TOO_LARGE = 413
BLOCK = 1024**2


class SizeGuard(FileUploadHandler):
    """Keeps no more than a little over the limit of any file: enough for the form to say that it is too large.

    The rest of the file is read and forgotten, so that the other fields of the form arrive.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data if start <= limit() else None

    def file_complete(self, file_size: int) -> None:
        return None


class BodySizeMiddleware:
    """Answers a request that no form of ours could make with one sentence, before its body is taken apart."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        promised = int(request.META.get("CONTENT_LENGTH") or 0)
        if promised <= settings.UPLOAD_REQUEST_MAX_BYTES:
            return self.get_response(request)
        # A browser that is cut off while it sends shows its own error instead of our sentence.
        left = min(promised, 2 * settings.UPLOAD_REQUEST_MAX_BYTES)
        while left > 0 and (part := request.read(min(BLOCK, left))):
            left -= len(part)
        return render(request, "413.html", {"limit": limit() // 1024**2}, status=TOO_LARGE)
