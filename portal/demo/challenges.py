"""Assessors whom companies of the demonstration ask to be replaced: one is to be decided, one was released."""

from applications.filing.models import Application
from applications.filing.workflow import State
from applications.people.models import User
from applications.roles import Role
from diagnosis.panels.challenging import challenge
from diagnosis.panels.models import (
    Assessor,
    Assignment,
    AssignmentState,
    Challenge,
    ChallengeGround,
    Interest,
    MarkSheet,
)
from diagnosis.panels.services import Barred, accept, assign, release
from portal.demo import words
from portal.demo.people import demo_user

FEWEST = 6


def leave_some_challenged() -> None:
    """One case whose challenge waits for the operator and one whose assessor was replaced, where enough are left."""
    begun = MarkSheet.objects.filter(closed_at__isnull=False).values("assignment__application")
    own = Assignment.objects.filter(assessor__user=demo_user(Role.ASSESSOR)).values("application")
    under_way = Application.objects.filter(state=State.IN_ASSESSMENT).exclude(pk__in=begun).exclude(pk__in=own)
    if Challenge.objects.exists() or under_way.count() < FEWEST:
        return
    waiting, replaced = under_way.select_related("created_by").order_by("pk")[:2]
    _challenge(waiting)
    _replace(_challenge(replaced), demo_user(Role.OPERATOR))


def _challenge(application: Application) -> Assignment:
    places = application.assignments.filter(state=AssignmentState.ACCEPTED).select_related("application")
    place = places.order_by("pk")[0]
    challenge(place, ground=ChallengeGround.DISPUTE, reason=words.CHALLENGE_REASON, by=application.created_by)
    return Assignment.objects.select_related("application", "assessor__user").get(pk=place.pk)


def _replace(place: Assignment, operator: User) -> None:
    """Take the assessor off and put the first of the pool whom nothing bars in the place."""
    application = place.application
    release(place, reason=words.CHALLENGE_UPHELD, by=operator)
    others = Assessor.objects.filter(is_enlisted=True, user__is_demo=False).exclude(
        assignments__application=application
    )
    for assessor in others.select_related("user").order_by("pk"):
        try:
            (asked,) = assign(application, [assessor], due_on=place.due_on, by=operator)
        except Barred:
            continue
        accept(asked, interest=Interest.CLEAR, explanation="", by=assessor.user)
        return
