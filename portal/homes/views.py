"""The first page after log-in, by role."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from applications.roles import Role
from portal.homes import agency, assessor, auditor, ministry, operator, supplier

HOMES: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    Role.SUPPLIER: supplier.home,
    Role.ASSESSOR: assessor.home,
    Role.OPERATOR: operator.home,
    Role.AGENCY: agency.home,
    Role.MINISTRY: ministry.home,
    Role.AUDITOR: auditor.home,
}


def workspace(request: HttpRequest) -> HttpResponse:
    """The person's own home page."""
    return HOMES[request.user.role](request)
