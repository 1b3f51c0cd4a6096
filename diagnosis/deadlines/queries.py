"""What a person has to do by when, and what everybody has to do soon."""

from datetime import datetime

from applications.people.models import User
from applications.roles import Role
from applications.suppliers.models import Supplier
from diagnosis.deadlines.assessors import of_assessors
from diagnosis.deadlines.companies import of_companies
from diagnosis.deadlines.deadline import Deadline
from diagnosis.deadlines.stale import deadlines_of, stale_documents
from diagnosis.panels.models import Assignment


def deadlines_for(user: User, at: datetime) -> list[Deadline]:
    """What the person, or the person's company, has to do from now on, the nearest first."""
    found: list[Deadline] = []
    if user.role == Role.SUPPLIER:
        own = Supplier.objects.filter(members__user=user)
        found = [*of_companies(own, at), *deadlines_of(stale_documents(own, at))]
    elif user.role == Role.ASSESSOR:
        found = [*of_assessors(Assignment.objects.filter(assessor__user=user))]
    return sorted((one for one in found if one.ends > at), key=lambda one: one.ends)


def deadlines_before(end: datetime, at: datetime) -> list[Deadline]:
    """Everybody's deadlines from now until an instant, but for those that are told elsewhere."""
    everybody = Supplier.objects.all()
    companies = [*of_companies(everybody, at), *deadlines_of(stale_documents(everybody, at))]
    everything = [*companies, *of_assessors(Assignment.objects.all())]
    return [one for one in everything if not one.told_elsewhere and at < one.ends <= end]
