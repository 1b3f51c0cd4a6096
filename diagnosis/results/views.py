from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language

from applications import clock
from applications.people.models import User
from applications.people.requests import user_of
from applications.roles import SEES_EVERY_CASE, Role
from applications.suppliers.models import Supplier
from applications.suppliers.queries import suppliers_for
from diagnosis.benefits.queries import Past, benefits_of, past_of
from diagnosis.benefits.requests.offers import Offer, offers_of
from diagnosis.machine import as_json
from diagnosis.results.explanation import explanation
from diagnosis.results.field import beside_field, field_of, field_rows
from diagnosis.results.forms import SearchForm
from diagnosis.results.history import history_from
from diagnosis.results.objections import objection_clock
from diagnosis.results.queries import narrowed, results_for, rows
from diagnosis.results.standing import Standing, Versions, with_versions
from diagnosis.results.story import tell
from diagnosis.results.years import across_years
from diagnosis.rulings.models import Ruling
from diagnosis.rulings.permissions import may_ask
from diagnosis.rulings.recounts import Proposal, proposal_from
from diagnosis.scoring.models import Outcome
from diagnosis.scoring.queries import outcomes_for

PAGE = 30


def listing(request: HttpRequest) -> HttpResponse:
    """The published results within the reader's scope, searchable, a page at a time."""
    form = SearchForm(request.GET or None)
    page = Paginator(narrowed(results_for(request.user), form.wanted()), PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    years = across_years(shown, converted=user_of(request).role == Role.SUPPLIER)
    context = {"form": form, "page_obj": page, "rows": rows(shown, _language()), "years": years}
    return render(request, "results/list.html", context)


def detail(request: HttpRequest, code: str) -> HttpResponse:
    """The result of one application, read from its stored outcome."""
    found = beside_field(results_for(user_of(request))).select_related("corrects")
    return render(request, "results/detail.html", _about(request, get_object_or_404(found, application__code=code)))


def version(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """A result as it was published earlier: kept as it stood, whatever took its place."""
    found = outcomes_for(user_of(request)).filter(published_at__isnull=False, fault="")
    outcome = get_object_or_404(beside_field(found), application__code=code, pk=number)
    return render(request, "results/detail.html", _about(request, outcome))


def explain(request: HttpRequest, code: str) -> HttpResponse:
    """The same result step by step as data."""
    return as_json(explanation(get_object_or_404(results_for(request.user), application__code=code)))


def own_history(request: HttpRequest) -> HttpResponse:
    """Every round of the reader's own company."""
    return _history(request, get_object_or_404(suppliers_for(user_of(request))))


def history(request: HttpRequest, number: str) -> HttpResponse:
    """Every round of a company within the reader's scope."""
    return _history(request, get_object_or_404(suppliers_for(user_of(request)), business_number=number))


def _history(request: HttpRequest, company: Supplier) -> HttpResponse:
    opened = results_for(user_of(request)).filter(application__supplier=company).exclude(published_at=None)
    return render(request, "results/history.html", {"supplier": company, "history": history_from(opened)})


def _about(request: HttpRequest, outcome: Outcome) -> dict[str, Any]:
    user = user_of(request)
    past = past_of(outcome.application.supplier)
    standing, versions = with_versions(outcome, past, clock.today())
    story, field = tell(outcome, _language()), field_of(outcome)
    return {
        "story": story,
        "field": field,
        "field_rows": field_rows(story, field) if field else [],
        "objection": objection_clock(user, outcome, clock.now()),
        "outcome": outcome,
        "standing": standing,
        "offers": _offers(user, outcome, standing, past),
        "versions": versions,
        "rules": _rules(user, versions, past),
        "overtaken": _overtaken(user, outcome, past),
        "is_agency": user.role == Role.AGENCY,
        "may_rule": may_ask(user, outcome),
    }


def _overtaken(user: User, outcome: Outcome, past: Past) -> Proposal | None:
    """Why officials should correct what the result counts of an AI result, if they should."""
    is_asked = user.role in SEES_EVERY_CASE and outcome.current
    return proposal_from(outcome, past.outcomes, past.rulings) if is_asked else None


def _rules(user: User, versions: Versions, past: Past) -> list[Ruling]:
    """What officials read of the rulings asked for on a result, the latest first."""
    own = {one.pk for one, _standing in versions} if user.role in SEES_EVERY_CASE else set()
    return sorted(
        (one for one in past.asked if one.outcome_id in own), key=lambda one: (one.asked_at, one.pk), reverse=True
    )


def _offers(user: User, outcome: Outcome, standing: Standing, past: Past) -> list[Offer]:
    """What the company may do about its benefits, beside the result that is valid today."""
    if not outcome.current or not outcome.level or not standing.is_valid or user.role == Role.MINISTRY:
        return []
    return offers_of(benefits_of(outcome.application.supplier, clock.today(), past=past), user)


def _language() -> str:
    return "en" if get_language() == "en" else "ko"
