"""KIBO's answer to an application."""

from django.db.models import QuerySet

from applications.filing.models import Application
from applications.filing.queries import applications_for
from applications.people.models import User
from applications.roles import SEES_EVERY_CASE
from diagnosis.ktrs.models import KtrsResult


def ktrs_results_for(user: User) -> QuerySet[KtrsResult]:
    """All for those who run or inspect, none for others; suppliers learn the letters with their result."""
    if user.role not in SEES_EVERY_CASE:
        return KtrsResult.objects.none()
    return KtrsResult.objects.filter(application__in=applications_for(user)).select_related("entered_by")


def ktrs_of(application: Application) -> KtrsResult | None:
    """The letters of one application, None until they are in."""
    return KtrsResult.objects.filter(application=application).select_related("entered_by").first()
