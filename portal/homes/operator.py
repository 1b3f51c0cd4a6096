"""The operator's first page: what waits, with its age."""

from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from applications import clock
from applications.people.requests import user_of
from applications.suppliers.entry.changes.models import ChangeState, EntryChange
from applications.suppliers.models import PoolState
from applications.suppliers.queries import suppliers_for
from applications.taxation.queries import WAITING, narrowed, watched_for
from diagnosis.benefits.requests.queries import waiting_requests
from diagnosis.cases.queries import cases_for, chips_of
from diagnosis.cases.todo import piles_of


def home(request: HttpRequest) -> HttpResponse:
    """Every kind of work with its count and the age of the oldest."""
    user = user_of(request)
    cases = cases_for(user)
    piles = piles_of(cases)
    waiting = [(pile, f"{reverse('cases:list')}?todo={pile.kind.code}&order=age") for pile in piles if pile.count]
    chips = [(chip, f"{reverse('cases:list')}?state={chip.state}") for chip in chips_of(cases)]
    pool = (
        suppliers_for(user)
        .filter(pool_state=PoolState.SUBMITTED)
        .aggregate(count=Count("pk"), oldest=Min("pool_since"))
    )
    tax = narrowed(watched_for(user), WAITING, clock.now()).aggregate(count=Count("pk"), oldest=Min("waits_since"))
    asked = EntryChange.objects.filter(state=ChangeState.SUBMITTED, supplier__in=suppliers_for(user))
    changes = asked.aggregate(count=Count("pk"), oldest=Min("since"))
    benefits = waiting_requests(user).aggregate(count=Count("pk"), oldest=Min("asked_at"))
    context = {
        "waiting": waiting,
        "pool": pool,
        "changes": changes,
        "tax": tax,
        "benefits": benefits,
        "chips": chips,
    }
    return render(request, "homes/operator.html", context)
