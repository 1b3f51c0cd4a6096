from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from applications import clock
from applications.filing.permissions import member_of
from applications.filing.queries import applications_for
from applications.notices.queries import unread_count
from applications.people.requests import user_of
from diagnosis.benefits.requests.queries import with_asking
from diagnosis.submissions.overview import steps_for
from diagnosis.submissions.queries import offers_for


def home(request: HttpRequest) -> HttpResponse:
    """A company's desk: what to do next first, then where everything stands, then what may be started."""
    user, at = user_of(request), clock.now()
    member = member_of(user)
    applications = list(with_asking(applications_for(user).select_related("fee")))
    offers = [offer for offer in offers_for(user, at) if offer.application is None]
    shown = {
        "member": member,
        "lines": steps_for(applications, at),
        "offers": offers,
        "is_asking": any(one.is_asking for one in applications),
        "unread": unread_count(user),
    }
    return render(request, "homes/supplier.html", shown)
