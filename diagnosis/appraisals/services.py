"""Taking a company's word on its panel."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from applications.audit.services import record
from applications.filing.models import Application
from applications.filing.queries import stream_of
from applications.people.models import User
from diagnosis.appraisals.models import Appraisal, AppraisedPlace
from diagnosis.panels.models import Assignment


class AppraisedAlready(Exception):
    """A colleague has spoken for the company."""


@dataclass(frozen=True)
class Word:
    """What is said of one assessor; grades from 1 to 5."""

    diligence: int
    fairness: int
    comment: str = ""


def appraise(application: Application, words: Mapping[Assignment, Word], *, by: User) -> Appraisal:
    """Keep what the company says of each assessor; nothing said means that it went on. Raises AppraisedAlready."""
    try:
        return _keep(application, words, by)
    except IntegrityError as fault:
        raise AppraisedAlready(application.code) from fault


@transaction.atomic
def _keep(application: Application, words: Mapping[Assignment, Word], by: User) -> Appraisal:
    given = Appraisal.objects.create(application=application, given_by=by, is_skipped=not words)
    AppraisedPlace.objects.bulk_create(
        AppraisedPlace(
            appraisal=given, assignment=place, diligence=one.diligence, fairness=one.fairness, comment=one.comment
        )
        for place, one in words.items()
    )
    # The chain says that it was done, not what was said of whom.
    record(stream_of(application), "panel.appraised", by=by, data={"assessors": len(words)})
    return given
