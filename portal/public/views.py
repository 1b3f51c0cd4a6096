"""Pages anyone may read."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from applications import clock
from applications.rounds.models import Round
from applications.rounds.queries import calls, open_rounds
from grading.concordance import concordance, concordances
from grading.load import load_scheme, scheme_codes
from portal.public.example import worked_example
from portal.public.model_page import ModelPage, model_page


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What the service is for whom, and which round takes applications now."""
    at = clock.now()
    running = calls(open_rounds(at), at)
    coming = [] if running else calls(Round.objects.filter(opens_at__gt=at).order_by("opens_at")[:1], at)
    return render(request, "public/home.html", {"running": running, "coming": coming})


@require_safe
def model(request: HttpRequest) -> HttpResponse:
    """The diagnosis model of one scheme, by default the newest."""
    codes = scheme_codes()
    code = request.GET.get("scheme", codes[-1])
    if code not in codes:
        raise Http404(code)
    scheme = load_scheme(code)
    page = model_page(scheme)
    context = {"page": page, "example": worked_example(scheme), "schemes": _schemes(codes), "contents": _contents(page)}
    return render(request, "public/model.html", context)


@require_safe
def years(request: HttpRequest) -> HttpResponse:
    """What of two years' results can be compared, the newest pair unless ?to= names another newer scheme."""
    pairs = concordances()
    wanted = request.GET.get("to", pairs[-1][1])
    pair = next((one for one in pairs if one[1] == wanted), None)
    if pair is None:
        raise Http404(wanted)
    between = concordance(*pair)
    return render(request, "public/years.html", {"between": between, "shared_points": between.shared_points})


def _schemes(codes: tuple[str, ...]) -> list[tuple[str, str]]:
    """A link for each scheme, newest first; the newest has the plain address."""
    plain = reverse("model")
    years = [(_("%(year)d년") % {"year": load_scheme(each).year}, each) for each in reversed(codes)]
    return [(year, plain if each == codes[-1] else f"{plain}?scheme={each}") for year, each in years]


def _contents(page: ModelPage) -> list[tuple[str, str]]:
    parts = [(_("등급표"), "#levels"), (_("평점과 반영률"), "#scale"), (_("점수 계산 예"), "#example")]
    return parts + [(track.name, f"#{track.code}") for track in page.tracks]
