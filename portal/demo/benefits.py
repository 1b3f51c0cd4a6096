"""Requests for benefits in every state, so that company and office find something to read and to do."""

from collections.abc import Iterator

from applications.people.models import User
from applications.roles import Role
from diagnosis.bank_letters.services import request_letter
from diagnosis.benefits.requests.models import BenefitRequest
from diagnosis.benefits.requests.services import ask, grant, turn_down, withdraw
from diagnosis.scoring.models import Outcome
from grading.load import load_scheme
from portal.demo import words
from portal.demo.people import demo_user
from portal.demo.rounds import SCHEME

REGISTRY, RATE = "EXCELLENT_REGISTRY", "HANA_RATE"
OTHERS = 4


def ask_for_benefits(operator: User) -> None:
    """The company of the supplier's log-in was refused, then listed, and has a letter made; a few others wait."""
    if BenefitRequest.objects.exists():
        return
    owner = demo_user(Role.SUPPLIER)
    company = owner.member.supplier
    turn_down(ask(company, REGISTRY, by=owner), words.REQUEST_REFUSED, by=operator)
    grant(ask(company, REGISTRY, words.REQUEST_WORDS, by=owner), words.REQUEST_GRANTED, by=operator)
    request_letter(company, RATE, by=owner)
    asked = [ask(one.application.supplier, REGISTRY, by=one.application.created_by) for one in _excellent(owner)]
    for request in asked[:1]:
        withdraw(request, by=request.asked_by)


def _excellent(owner: User) -> Iterator[Outcome]:
    """The first published results of other companies whose Level opens the register."""
    found = Outcome.objects.filter(current=True, fault="", published_at__isnull=False, application__state="published")
    scheme = load_scheme(SCHEME)
    least = next(one.min_level for one in scheme.benefits if one.code == REGISTRY and one.min_level)
    labels = [level.label for level in scheme.levels if level.rank >= scheme.level(least).rank]
    others = found.filter(level__in=labels).exclude(application__supplier=owner.member.supplier)
    yield from others.select_related("application__supplier", "application__created_by").order_by("pk")[:OTHERS]
