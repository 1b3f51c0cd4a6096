"""What a supplier reads about its applications: what it may start, where each stands, what happened."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from applications.audit.models import Event
from applications.documents.models import DocumentVersion
from applications.documents.uses import SOURCES, Use
from applications.fees.models import FeeStatement
from applications.filing.models import Application, Submission
from applications.filing.permissions import member_of
from applications.filing.queries import applications_for, stream_of
from applications.filing.workflow import BY_NAME, RESULT_STATES, State
from applications.people.models import User
from applications.permissions import Verdict
from applications.rounds.models import Round, RoundTrack
from diagnosis.answers.queries import progress_of_many, track_of
from diagnosis.eligibility.queries import company_of, findings_of, verdict_of
from grading.load import load_scheme
from grading.values import Track

MILESTONES = (
    State.DRAFT,
    State.SUBMITTED,
    State.ELIGIBLE,
    State.SEATED,
    State.PAID,
    State.IN_ASSESSMENT,
    State.ASSESSED,
    State.CONFIRMED,
    State.PUBLISHED,
)
BETWEEN = {
    State.SUPPLEMENT: State.SUBMITTED,
    State.WAITING: State.ELIGIBLE,
    State.FEE_DUE: State.SEATED,
    State.GRADED: State.ASSESSED,
}
"""States off the main line and the milestone they stand at."""
SETTLED = RESULT_STATES - {State.OBJECTED} | {State.INELIGIBLE, State.WITHDRAWN}
"""States in which nothing is under way."""


@dataclass(frozen=True)
class Offer:
    """A track of a round that is open or to come: whether this person may start, or the application there is."""

    round: Round
    round_track: RoundTrack
    track: Track
    verdict: Verdict
    application: Application | None


@dataclass(frozen=True)
class Line:
    """One application in a list."""

    application: Application
    track: Track
    answered: int
    items: int


@dataclass(frozen=True)
class Moment:
    """One point of an application's story; `state` is done, active or todo."""

    title: str | Promise
    at: datetime | None
    state: str
    note: str = ""


def offers_for(user: User, at: datetime) -> list[Offer]:
    """Every track of the rounds that are not over yet, the round that closes first ahead."""
    applications = list(applications_for(user))
    own = {(a.round_id, a.track): a for a in applications}
    member = member_of(user)
    company = company_of(member.supplier, at, applications) if member else None
    rounds = Round.objects.filter(closes_at__gt=at).order_by("closes_at").prefetch_related("tracks")
    return [
        Offer(
            round_,
            row,
            load_scheme(round_.scheme_code).tracks[row.track],
            verdict_of(findings_of(member, company, round_, row.track, at)),
            own.get((round_.pk, row.track)),
        )
        for round_ in rounds
        for row in round_.tracks.all()
    ]


def with_progress(applications: list[Application]) -> list[Line]:
    """Applications with the number of their answered items, one query for all of them."""
    done = progress_of_many(applications)
    return [Line(application, track_of(application), *done[application.pk]) for application in applications]


def fee_of(application: Application) -> FeeStatement | None:
    """Its fee statement once there is one."""
    return FeeStatement.objects.filter(application=application).first()


def submissions_of(application: Application) -> QuerySet[Submission]:
    """Its filings, the latest first."""
    found = Submission.objects.filter(application=application).order_by("-number")
    return found.select_related("submitted_by", "application__supplier", "application__round")


def filings_told(version_ids: Sequence[int]) -> list[Use]:
    """Filings whose receipt names these versions although no item refers to them any more."""
    columns = ("pk", "supplier_id", "sha256", "uses__application")
    versions = list(DocumentVersion.objects.filter(pk__in=version_ids).values_list(*columns))
    by_file = {(supplier_id, sha256): pk for pk, supplier_id, sha256, _application in versions}
    filings = Submission.objects.filter(application__supplier__in={supplier for supplier, _sha256 in by_file})
    present = {(application_id, pk) for pk, _supplier, _sha256, application_id in versions}
    return [
        Use(pk, _("접수증 %(number)s") % {"number": filing.receipt_number}, _receipt_page(filing), filed=True)
        for filing in filings.select_related("application")
        for pk in {by_file.get((filing.application.supplier_id, sha256)) for sha256 in _digests(filing)}
        if pk is not None and (filing.application_id, pk) not in present
    ]


SOURCES.append(filings_told)


def _digests(filing: Submission) -> list[str]:
    return [file["sha256"] for file in filing.manifest.get("files", [])]


def _receipt_page(filing: Submission) -> str:
    return reverse("submissions:receipt", args=[filing.application.code])


def story_of(application: Application) -> list[Moment]:
    """What happened by the audit chain, where it stands, and the milestones that are still to come."""
    past, present = _past(application), _present(application)
    if past[-1].title == present.title:  # the act and where it led bear one name
        present = replace(present, note=past.pop().note)
    return [*past, present, *_future(application)]


def _past(application: Application) -> list[Moment]:
    stream = stream_of(application)
    events = Event.objects.filter(stream=stream, verb__startswith="application.").order_by("number")
    told = [
        Moment(_title(event.verb.removeprefix("application.")), event.at, "done", event.data.get("reason", ""))
        for event in events
    ]
    return told or [Moment(_("작성 시작"), application.created_at, "done")]


def _title(move_name: str) -> str | Promise:
    return BY_NAME[move_name].label if move_name in BY_NAME else _("작성 시작")


def _present(application: Application) -> Moment:
    state = "done" if application.state in SETTLED else "active"
    return Moment(application.get_state_display(), application.state_since, state)


def _future(application: Application) -> list[Moment]:
    state = State(application.state)
    place = BETWEEN.get(state, state)
    if place not in MILESTONES:
        return []
    return [Moment(ahead.label, None, "todo") for ahead in MILESTONES[MILESTONES.index(place) + 1 :]]
