"""Which requests for benefits a person may see, and what one of them is about."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from applications import clock
from applications.filing.models import Application
from applications.people.models import User
from applications.roles import SEES_EVERY_CASE, Role
from applications.rounds.wording import in_language, named
from applications.suppliers.models import Supplier
from diagnosis.benefits.queries import BenefitDay, Entitlement, benefits_of
from diagnosis.benefits.requests.models import LIVE, BenefitRequest, RequestState
from diagnosis.rulings.models import Ruling, RulingState
from diagnosis.scoring.models import Outcome
from grading.load import load_scheme, scheme_codes
from grading.requests import Way, ways


def requests_for(user: User) -> QuerySet[BenefitRequest]:
    """All for those who run or inspect the programme, the own company's for suppliers, none for others."""
    found = BenefitRequest.objects.select_related(
        "supplier", "outcome__application__round", "asked_by", "answered_by"
    ).defer("outcome__snapshot", "outcome__sections")
    if user.role in SEES_EVERY_CASE:
        return found
    return found.filter(supplier__members__user=user) if user.role == Role.SUPPLIER else found.none()


def waiting_requests(user: User) -> QuerySet[BenefitRequest]:
    """Those that an official has to answer, the oldest first."""
    return requests_for(user).filter(_waits()).order_by("asked_at", "pk")


def with_asking(applications: QuerySet[Application]) -> QuerySet[Application]:
    """Applications that know in `is_asking` whether their company waits for an answer to a request."""
    waiting = BenefitRequest.objects.filter(_waits(), supplier=OuterRef("supplier"))
    return applications.annotate(is_asking=Exists(waiting))


def _waits() -> Q:
    """What an office has to answer; a letter waits for a worker alone."""
    answered = [code for code, way in ways().items() if way.reply_days is not None]
    return Q(state=RequestState.ASKED, benefit__in=answered)


def latest_requests(supplier: Supplier) -> dict[str, BenefitRequest]:
    """The company's last request for each benefit by its code."""
    return {one.benefit: one for one in BenefitRequest.objects.filter(supplier=supplier).order_by("asked_at", "pk")}


def live_request(supplier: Supplier, benefit: str) -> BenefitRequest | None:
    """The request that stands, if there is one."""
    return BenefitRequest.objects.filter(supplier=supplier, benefit=benefit, state__in=LIVE).first()


def live_requests_of(suppliers: Iterable[int]) -> QuerySet[BenefitRequest]:
    """The requests of some companies that stand."""
    return BenefitRequest.objects.filter(supplier__in=suppliers, state__in=LIVE).select_related("supplier")


def companies_to_look_at(since: datetime | None = None) -> QuerySet[Supplier]:
    """Companies with a request that stands; since an instant, those alone to whose results something happened."""
    live = BenefitRequest.objects.filter(supplier=OuterRef("pk"), state__in=LIVE)
    found = Supplier.objects.filter(Exists(live)).order_by("pk")
    if since is None:
        return found
    outcomes = Outcome.objects.filter(application__supplier=OuterRef("pk"))
    rulings = Ruling.objects.filter(outcome__application__supplier=OuterRef("pk"), state=RulingState.DECIDED)
    return found.filter(
        Exists(outcomes.filter(published_at__gte=since)) | Exists(rulings.filter(decided_at__gte=since))
    )


def entitlement_of(day: BenefitDay, benefit: str) -> Entitlement | None:
    """The benefit's answer on the day; None for a benefit that the day's scheme does not know."""
    return next((one for one in day.entitlements if one.benefit.code == benefit), None)


def entitlement_today(supplier: Supplier, benefit: str) -> Entitlement | None:
    """The benefit's answer today."""
    return entitlement_of(benefits_of(supplier, clock.today()), benefit)


def basis_of(one: Entitlement) -> Outcome:
    """The published outcome that a benefit rests on today; it has a standing."""
    assert one.dated.standing is not None  # asked only about benefits that are not closed
    return Outcome.objects.select_related("application").get(application__code=one.dated.standing.result, current=True)


def way_of(benefit: str) -> Way | None:
    """How the benefit is got; None where nobody has put it down."""
    return ways().get(benefit)


def where_of(benefit: str) -> str:
    """Where the benefit is got, in the language of the page."""
    way = way_of(benefit)
    return in_language(way.where, way.where_en) if way else ""


def what_of(benefit: str) -> str:
    """What is done to get the benefit, in the language of the page."""
    way = way_of(benefit)
    return in_language(way.what, way.what_en) if way else ""


def name_of(benefit: str) -> str:
    """The benefit's name by the newest scheme that knows it, in the language of the page."""
    for code in reversed(scheme_codes()):
        for one in load_scheme(code).benefits:
            if one.code == benefit:
                return named(one)
    return benefit


def due_on(request: BenefitRequest) -> datetime | None:
    """By when the office means to answer."""
    way = way_of(request.benefit)
    return request.asked_at + timedelta(days=way.reply_days) if way and way.reply_days else None


def narrowed(requests: QuerySet[BenefitRequest], state: str, words: str) -> QuerySet[BenefitRequest]:
    """The requests in a state and of a company, those that wait first."""
    if state in RequestState.values:
        requests = requests.filter(state=state)
    if words:
        requests = requests.filter(Q(supplier__name__icontains=words) | Q(supplier__business_number__contains=words))
    return requests.order_by("-asked_at", "-pk")
