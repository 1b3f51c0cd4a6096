"""The language of pages follows the switch on the page, that of letters the person; choosing one sets both."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.i18n import set_language

from applications.people import services
from applications.people.models import User


def has_chosen(request: HttpRequest) -> bool:
    """Whether a language was chosen on this device."""
    return settings.LANGUAGE_COOKIE_NAME in request.COOKIES


def speaking(answer: HttpResponse, language: str) -> HttpResponse:
    """The answer that makes the pages after it speak this language."""
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        path=settings.LANGUAGE_COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
    return answer


def choose_language(request: HttpRequest) -> HttpResponseBase:
    """The switch on every page; who is signed in gets their letters in it from now on."""
    language = request.POST.get("language", "")
    user = request.user
    if request.method == "POST" and isinstance(user, User) and language in dict(settings.LANGUAGES):
        services.edit_account(user, {"language": language}, by=user)
    return set_language(request)
