from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language

from diagnosis.results.queries import results_for
from diagnosis.results.story import tell


def detail(request: HttpRequest, code: str) -> HttpResponse:
    """The result of one application, read from its stored outcome."""
    outcome = get_object_or_404(results_for(request.user), application__code=code)
    story = tell(outcome, "en" if get_language() == "en" else "ko")
    return render(request, "results/detail.html", {"story": story, "outcome": outcome})
