"""What a supplier reads about its applications: what it may start, what it has filed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from applications.documents.models import DocumentVersion
from applications.documents.uses import SOURCES, Use
from applications.filing.models import Application, Submission
from applications.filing.permissions import member_of
from applications.filing.queries import applications_for
from applications.people.models import User
from applications.permissions import Verdict
from applications.rounds.models import Round, RoundTrack
from diagnosis.answers.queries import progress_of_many, track_of
from diagnosis.eligibility.queries import company_of, findings_of, verdict_of
from grading.load import load_scheme
from grading.values import Track


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


def offers_for(user: User, at: datetime, applications: Iterable[Application] | None = None) -> list[Offer]:
    """Every track of the rounds that are not over yet, the round that closes first ahead.

    `applications` are all that the person may see, where they are at hand.
    """
    own = list(applications_for(user) if applications is None else applications)
    begun = {(one.round_id, one.track): one for one in own}
    member = member_of(user)
    company = company_of(member.supplier, at, own) if member else None
    rows = RoundTrack.objects.filter(round__closes_at__gt=at).select_related("round").order_by("round__closes_at", "pk")
    return [
        Offer(
            row.round,
            row,
            load_scheme(row.round.scheme_code).tracks[row.track],
            verdict_of(findings_of(member, company, row.round, row.track, at)),
            begun.get((row.round_id, row.track)),
        )
        for row in rows
    ]


def with_progress(applications: list[Application]) -> list[Line]:
    """Applications with the number of their answered items, one query for all of them."""
    done = progress_of_many(applications)
    return [Line(application, track_of(application), *done[application.pk]) for application in applications]


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
