from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from applications import clock
from applications.filing.queries import applications_for
from applications.notices.queries import unread_count
from applications.people.requests import user_of
from applications.suppliers.models import Member, Supplier
from diagnosis.benefits.requests.queries import with_asking
from diagnosis.deadlines.stale import deadlines_of, stale_among
from diagnosis.submissions.overview import steps_for
from diagnosis.submissions.queries import offers_for


def home(request: HttpRequest) -> HttpResponse:
    """A company's desk: what to do next first, then where everything stands, then what may be started."""
    user, at = user_of(request), clock.now()
    if member := Member.objects.select_related("supplier").filter(user=user).first():
        user.member = member  # spares two look-ups to all that ask for it
    applications = list(with_asking(applications_for(user).select_related("fee")))
    offers = offers_for(user, at, applications)
    own = Supplier.objects.filter(members__user=user)
    shown = {
        "member": member,
        "lines": steps_for(applications, at),
        "stale": deadlines_of(stale_among(own, {offer.round for offer in offers}, applications, at)),
        "offers": [offer for offer in offers if offer.application is None],
        "is_asking": any(one.is_asking for one in applications),
        "unread": unread_count(user),
    }
    return render(request, "homes/supplier.html", shown)
