"""Taking KIBO's answer in; the manual path, by an operator who has it on paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from applications import clock
from applications.audit.services import record
from applications.filing.models import Application
from applications.filing.queries import stream_of
from applications.people.models import User
from diagnosis.ktrs.models import KtrsResult
from diagnosis.ktrs.permissions import ENTRY_STATES


class NumberTaken(Exception):
    """Another application already carries this evaluation number."""


class EntryClosed(Exception):
    """The application is being scored or over; its letters stand."""


@dataclass(frozen=True)
class Letters:
    """What KIBO's paper says; `letters` maps item codes to A … E."""

    evaluation_number: str
    evaluated_on: date
    grade: str
    letters: Mapping[str, str]

    def as_received(self) -> dict[str, Any]:
        return {
            "evaluation_number": self.evaluation_number,
            "evaluated_on": self.evaluated_on.isoformat(),
            "grade": self.grade,
            "letters": dict(self.letters),
            "path": "manual",
        }


@transaction.atomic
def enter(application: Application, answer: Letters, *, by: User) -> KtrsResult:
    """Keep the answer as received; entered again it replaces the earlier one, which stays in the audit chain.

    Raises NumberTaken, EntryClosed.
    """
    held = Application.objects.select_for_update().get(pk=application.pk)
    if held.state not in ENTRY_STATES:
        raise EntryClosed(held.code)
    others = KtrsResult.objects.exclude(application=application)
    if others.filter(evaluation_number=answer.evaluation_number).exists():
        raise NumberTaken(answer.evaluation_number)
    received = answer.as_received()
    columns = {
        "evaluation_number": answer.evaluation_number,
        "evaluated_on": answer.evaluated_on,
        "grade": answer.grade,
        "letters": dict(answer.letters),
        "response": received,
        "received_at": clock.now(),
        "entered_by": by,
    }
    try:
        with transaction.atomic():
            result, made = KtrsResult.objects.update_or_create(application=application, defaults=columns)
    except IntegrityError:  # a colleague entered it for another application a moment ago
        raise NumberTaken(answer.evaluation_number) from None
    record(stream_of(application), "ktrs.entered" if made else "ktrs.corrected", by=by, data=received)
    return result
