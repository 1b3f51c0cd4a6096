"""Pages go out compressed, as the static files do."""

from django.http.request import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

TEXTS = ("text/", "application/json", "application/problem+json", "application/xml")


class TextGzipMiddleware(GZipMiddleware):
    """Compresses texts that are sent in one piece; documents are packed already, and what streams shows its progress.

    Random bytes in each answer and a token that is masked anew each time keep its length from telling what is in it.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_text = response.headers.get("Content-Type", "").startswith(TEXTS)
        return super().process_response(request, response) if is_text and not response.streaming else response
