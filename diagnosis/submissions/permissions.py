"""May this person file an application, and which moves are open beyond what the table says?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from applications.audit.models import Event
from applications.filing.models import Application
from applications.filing.permissions import may_answer, may_move
from applications.filing.queries import stream_of
from applications.filing.workflow import OPENINGS, Move, State
from applications.moments import moment_text
from applications.people.models import User
from applications.permissions import YES, Verdict, refuse
from applications.rounds.models import Round
from diagnosis.eligibility.queries import findings_at_filing, verdict_of
from grading.load import load_scheme

OPENED = [f"application.{move.name}" for move in OPENINGS]


def may_file(user: User, application: Application, at: datetime) -> Verdict:
    """Whether a submission arriving at this instant counts; a supplement has been let in before."""
    verdict = may_answer(user, application)
    if not verdict or application.order_number is not None:
        return verdict
    taken = is_taking(application.round, at)
    if not taken:
        return taken
    return verdict_of(findings_at_filing(application.supplier, application.round, application.track, at))


def is_taking(round_: Round, at: datetime) -> Verdict:
    """Whether the round takes applications at this instant."""
    if at < round_.opens_at:
        return refuse(_("%(at)s부터 신청할 수 있습니다.") % {"at": moment_text(round_.opens_at)})
    if not round_.is_open(at):
        return refuse(_("%(at)s에 접수가 마감되었습니다.") % {"at": moment_text(round_.closes_at)})
    return YES


def may_make(user: User, application: Application, move: Move, at: datetime, ends: datetime | None = None) -> Verdict:
    """The table's answer, then the periods that some moves have; `ends` is that of objections where it is known."""
    verdict = may_move(user, application, move)
    if verdict and move.end == State.OBJECTED:
        until = ends or objection_ends(application)
        return verdict if at < until else refuse(_("이의신청 기간이 %(at)s에 끝났습니다.") % {"at": moment_text(until)})
    if verdict and move.name == "reopen":
        return is_taking(application.round, at)
    return verdict


def objection_ends(application: Application, published_at: datetime | None = None) -> datetime:
    """The instant from which no objection is taken: the end of the last day, counted from the day after publication.

    A correction is a new result and opens the period anew, a dismissed objection does not. `published_at` spares the
    look into the audit chain.
    """
    days = load_scheme(application.scheme_code).terms.objection_days
    published = published_at or published_at_of([application])[application.pk]
    first = timezone.localtime(published).replace(hour=0, minute=0, second=0, microsecond=0)
    return first + timedelta(days=days + 1)


def published_at_of(applications: Iterable[Application]) -> dict[int, datetime]:
    """When the result of each was opened last, first or corrected, with one query."""
    streams = {stream_of(application): application for application in applications}
    found = {application.pk: application.state_since for application in streams.values()}
    events = Event.objects.filter(stream__in=streams, verb__in=OPENED).order_by("number")
    for stream, at in events.values_list("stream", "at"):
        found[streams[stream].pk] = at
    return found


@dataclass(frozen=True)
class Openings:
    """When a result was published last, and when it was opened last, corrected or not."""

    first: datetime
    last: datetime


def openings_of(application: Application) -> Openings:
    """Both instants of one application, with one query."""
    events = Event.objects.filter(stream=stream_of(application), verb__in=OPENED).order_by("number")
    told = dict(events.values_list("verb", "at"))
    since = application.state_since
    return Openings(told.get("application.publish", since), max(told.values(), default=since))
