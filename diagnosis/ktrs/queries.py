"""KIBO's answer to an application."""

from applications.filing.models import Application
from diagnosis.ktrs.models import KtrsResult


def ktrs_of(application: Application) -> KtrsResult | None:
    """The letters of one application, None until they are in."""
    return KtrsResult.objects.filter(application=application).select_related("entered_by").first()
