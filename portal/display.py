"""How large and how contrasting a visitor wants the pages; kept in a cookie, asked of nobody's account."""

from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

COOKIE = "display"
YEAR = 365 * 24 * 60 * 60
TEXTS = {"normal": _("보통"), "large": _("크게"), "larger": _("아주 크게")}
CONTRASTS = {"normal": _("보통"), "high-contrast": _("선명하게")}


class Display(NamedTuple):
    """What a visitor chose."""

    text: str = "normal"
    contrast: str = "normal"


def display_of(request: HttpRequest) -> Display:
    """The visitor's choice; anything unknown in the cookie counts as normal."""
    text, _dot, contrast = request.COOKIES.get(COOKIE, "").partition(".")
    return _known(text, contrast)


@require_POST
def display(request: HttpRequest) -> HttpResponse:
    """Keep the choice and go back to the page it was made on."""
    before = display_of(request)
    chosen = _known(request.POST.get("text", before.text), request.POST.get("contrast", before.contrast))
    answer = HttpResponseRedirect(_way_back(request))
    answer.set_cookie(COOKIE, ".".join(chosen), max_age=YEAR, samesite="Lax", secure=settings.HTTPS, httponly=True)
    return answer


def _known(text: str, contrast: str) -> Display:
    return Display(text if text in TEXTS else "normal", contrast if contrast in CONTRASTS else "normal")


def _way_back(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours else "/"
