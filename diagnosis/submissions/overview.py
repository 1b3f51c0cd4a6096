"""Everything a page about one application shows, gathered with a fixed number of queries."""

from dataclasses import dataclass, replace
from datetime import datetime

from applications.fees.models import FeeStatement
from applications.filing.models import Application, Submission
from applications.filing.permissions import may_answer
from applications.filing.supplements import open_request, supplements_of
from applications.filing.workflow import SUPPLIER_WRITES, Move, moves_from
from applications.people.models import User
from applications.permissions import Verdict
from applications.seats.queries import Place, place_of
from diagnosis.answers.absences import Claim, claims_in, decisions_of
from diagnosis.answers.estimates import Outlook, outlook_of
from diagnosis.answers.mending import Asked, asked_of, gaps_left
from diagnosis.answers.models import Answer, Evidence
from diagnosis.answers.queries import (
    Gap,
    Progress,
    answers_of,
    answers_of_many,
    document_gaps,
    evidence_of,
    gaps_in,
    progress_of,
    reading_of,
    track_of,
)
from diagnosis.submissions.manifest import kind_in, manifest_digest, manifest_of
from diagnosis.submissions.next_steps import NextStep, next_step_of
from diagnosis.submissions.permissions import may_make
from diagnosis.submissions.queries import Line, submissions_of, with_progress
from diagnosis.submissions.status import Facts, Status, facts_of, owes_refund, status_of
from diagnosis.submissions.story import Moment, story_of
from grading.values import Item, Section, Track

FILES_ITSELF = frozenset({"submit", "resubmit"})
"""Moves that are made on the review page."""


@dataclass(frozen=True)
class Button:
    """A move that is open to the person by the table, with the reason where a period shuts it."""

    move: Move
    verdict: Verdict


@dataclass(frozen=True)
class Overview:
    """One application as its company sees it."""

    application: Application
    track: Track
    progress: list[Progress]
    next_step: NextStep
    fee: FeeStatement | None
    place: Place | None
    submissions: list[Submission]
    status: Status
    story: list[Moment]
    buttons: list[Button]
    may_answer: bool
    has_result: bool
    supplements: list[Asked]


@dataclass(frozen=True)
class Desk:
    """One application on its company's first page."""

    application: Application
    track: Track
    step: NextStep
    status: Status


@dataclass(frozen=True)
class Filed:
    """One item as it will be filed, with what it still lacks."""

    item: Item
    answer: Answer | None
    evidence: list[Evidence]
    gaps: list[Gap]
    claim: Claim | None


@dataclass(frozen=True)
class Review:
    """All that will be filed, by section, and what stands in the way."""

    application: Application
    track: Track
    sections: list[tuple[Section, list[Filed]]]
    blocking: list[Gap]
    advised: list[Gap]
    outlook: Outlook
    kind: str
    digest: str


def overview_of(application: Application, user: User, at: datetime) -> Overview:
    """The application's page for this person at this instant."""
    answers = answers_of(application)
    progress = progress_of(track_of(application), answers)
    place = place_of(application)
    facts = replace(facts_of([application])[application.pk], place=place, owes_refund=owes_refund(application))
    status = status_of(application, facts, at)
    return Overview(
        application=application,
        track=track_of(application),
        progress=progress,
        next_step=_next_step(application, progress, facts, at),
        fee=facts.fee,
        place=place,
        submissions=list(submissions_of(application)),
        status=status,
        story=story_of(application, status),
        buttons=buttons_for(application, user, at),
        may_answer=bool(may_answer(user, application)),
        has_result=application.outcomes.filter(published_at__isnull=False).exists(),
        supplements=asked_of(application, supplements_of(application), answers),
    )


def steps_for(applications: list[Application], at: datetime) -> list[Desk]:
    """What to do next with each application and who is at work on it, what is urgent first, in four queries at most.

    The applications come with their fee; the place on a waiting list is told on the page of the application.
    """
    answers = answers_of_many([application for application in applications if application.state in SUPPLIER_WRITES])
    facts = facts_of(applications)
    desks = [_desk(one, answers.get(one.pk, {}), facts[one.pk], at) for one in applications]
    return sorted(desks, key=lambda desk: not desk.step.urgent)


def lines_of(applications: list[Application], at: datetime) -> list[tuple[Line, Status]]:
    """Each application in a list, with its progress and who is at work on it; they come with their fee."""
    facts = facts_of(applications)
    return [(line, status_of(line.application, facts[line.application.pk], at)) for line in with_progress(applications)]


def _desk(application: Application, answers: dict[str, Answer], facts: Facts, at: datetime) -> Desk:
    track = track_of(application)
    progress = progress_of(track, answers)
    step = _next_step(application, progress, facts, at)
    return Desk(application, track, step, status_of(application, facts, at))


def _next_step(application: Application, progress: list[Progress], facts: Facts, at: datetime) -> NextStep:
    return next_step_of(
        application,
        progress,
        fee=facts.fee,
        place=facts.place,
        published_at=facts.published_at,
        supplement=facts.supplement,
        at=at,
    )


def buttons_for(application: Application, user: User, at: datetime) -> list[Button]:
    """Every move of the table from here that the supplier's role may make, shut ones with their reason."""
    moves = [move for move in moves_from(application.state, user.role) if move.name not in FILES_ITSELF]
    return [Button(move, may_make(user, application, move, at)) for move in moves]


def review_of(application: Application) -> Review:
    """Everything as it would be filed now."""
    track, answers, evidence = reading_of(application), answers_of(application), evidence_of(application)
    gaps = [*gaps_in(track, answers, evidence), *document_gaps(application, evidence)]
    claims = claims_in(track, answers, decisions_of(application) if track.spreading else {})
    manifest = manifest_of(application, answers, evidence)
    return Review(
        application=application,
        track=track,
        sections=[
            (
                section,
                [_filed(item, answers, evidence, gaps, claims.get(item.code)) for item in section.items],
            )
            for section in track.sections
        ],
        blocking=[gap for gap in gaps if gap.blocks],
        advised=[gap for gap in gaps if not gap.blocks] + _left_to_mend(application, answers, evidence),
        outlook=outlook_of(application, answers),
        kind=kind_in(manifest),
        digest=manifest_digest(manifest),
    )


def _left_to_mend(
    application: Application, answers: dict[str, Answer], evidence: dict[str, list[Evidence]]
) -> list[Gap]:
    request = open_request(application)
    asked = asked_of(application, [request] if request else [], answers, evidence)
    return [gap for one in asked for gap in gaps_left(application, one)]


def _filed(
    item: Item,
    answers: dict[str, Answer],
    evidence: dict[str, list[Evidence]],
    gaps: list[Gap],
    claim: Claim | None,
) -> Filed:
    own = [gap for gap in gaps if gap.item.code == item.code]
    return Filed(item, answers.get(item.code), evidence.get(item.code, []), own, claim)
