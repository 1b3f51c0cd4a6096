"""Who is still to be appraised, and what was said of an assessor once enough companies have spoken."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import Count, Exists, OuterRef, QuerySet, Sum

from applications.filing.models import Application
from applications.filing.permissions import may_write_for
from applications.filing.workflow import RESULT_STATES
from applications.people.models import User
from applications.roles import Role
from diagnosis.appraisals.models import Appraisal, AppraisedPlace
from diagnosis.panels.models import Assessor, Assignment, AssignmentState
from grading.exact import half_up

LEAST = 5  # fewer companies could be told apart; no notice sets it (assumption)
READERS = frozenset({Role.OPERATOR, Role.AGENCY, Role.AUDITOR})


@dataclass(frozen=True)
class Standing:
    """What companies think of an assessor: means with one decimal, None while too few have spoken."""

    assessor: Assessor
    companies: int
    diligence: Decimal | None
    fairness: Decimal | None


def places_to_appraise(application: Application) -> list[Assignment]:
    """The assessors who marked the case, in the order in which they were asked."""
    places = application.assignments.filter(state=AssignmentState.ACCEPTED, sheet__closed_at__isnull=False)
    return list(places.select_related("assessor__user").order_by("id"))


def unappraised(applications: QuerySet[Application]) -> QuerySet[Application]:
    """Those about whose panel the company has not been heard."""
    return applications.exclude(Exists(Appraisal.objects.filter(application=OuterRef("pk"))))


def must_appraise(user: User, application: Application) -> bool:
    """Whether this person is asked about the panel before the result opens: somebody who writes for the company."""
    if user.role != Role.SUPPLIER or application.state not in RESULT_STATES or not may_write_for(user, application):
        return False
    return not Appraisal.objects.filter(application=application).exists() and bool(places_to_appraise(application))


def standings_for(user: User) -> list[Standing]:
    """Every assessor of whom a company has spoken, by name; nobody for those who do not keep the pool."""
    if user.role not in READERS:
        return []
    spoken = Assessor.objects.filter(assignments__appraised__isnull=False).select_related("user")
    counted = spoken.annotate(
        companies=Count("assignments__appraised"),
        diligence=Sum("assignments__appraised__diligence"),
        fairness=Sum("assignments__appraised__fairness"),
    )
    return [_standing(one, one.companies, one.diligence, one.fairness) for one in counted.order_by("user__name", "pk")]


def comments_on(user: User, assessor: Assessor) -> QuerySet[AppraisedPlace]:
    """What was written about an assessor, without the companies and in no telling order; none while too few spoke."""
    said = AppraisedPlace.objects.filter(assignment__assessor=assessor)
    if user.role not in READERS or said.count() < LEAST:
        return said.none()
    return said.exclude(comment="").order_by("comment", "pk").only("comment")


def _standing(assessor: Assessor, companies: int, diligence: int, fairness: int) -> Standing:
    if companies < LEAST:
        return Standing(assessor, companies, None, None)
    return Standing(assessor, companies, _mean(diligence, companies), _mean(fairness, companies))


def _mean(total: int, count: int) -> Decimal:
    return half_up(Fraction(total, count), 1)
