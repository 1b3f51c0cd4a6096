"""Items that do not apply: the supplier says so with the reason, the operator decides, nobody rates what was granted.

Until it is decided the item counts as it stands in the scheme; what was granted is left out of every sheet, and its
points go to the items that the scheme names, so that they are never silently lost.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from applications.audit.services import record
from applications.filing.models import Application
from applications.filing.queries import stream_of
from applications.people.models import User
from applications.rounds.wording import named
from diagnosis.answers.models import Absence, Answer
from grading.values import Item, Track


class DecidedAlready(Exception):
    """Somebody else decided first, or the answer has changed since it was read."""


@dataclass(frozen=True)
class Claim:
    """A supplier's claim that an item does not apply, and what was decided on it (None: nothing yet)."""

    item: Item
    answer: Answer
    decision: Absence | None
    treatment: str


def decisions_of(application: Application) -> dict[str, Absence]:
    """What was decided, by item code."""
    return {one.item_code: one for one in Absence.objects.filter(application=application)}


def absent_codes(application: Application) -> frozenset[str]:
    """Codes of the items that are left out of this case."""
    granted = Absence.objects.filter(application=application, granted=True)
    return frozenset(granted.values_list("item_code", flat=True))


def has_undecided(application: Application) -> bool:
    """Whether a claim still waits for the operator."""
    decided = Absence.objects.filter(application=application).values("item_code")
    return Answer.objects.filter(application=application, applies=False).exclude(item_code__in=decided).exists()


def claims_in(track: Track, answers: Mapping[str, Answer], decisions: Mapping[str, Absence]) -> dict[str, Claim]:
    """Every claim among the answers, by item code."""
    claimed = [item for item in track.items if item.code in answers and not answers[item.code].applies]
    return {i.code: Claim(i, answers[i.code], decisions.get(i.code), treatment(track, i)) for i in claimed}


def treatment(track: Track, item: Item) -> str:
    """What becomes of the points of an item that does not apply, in a sentence; empty where it always applies."""
    if item.spread is None:
        return ""
    parts = {
        "category": [named(part) for part in track.categories if part.code == item.category],
        "section": [named(part) for part in track.sections if part.code == item.section],
        "track": [named(track)],
    }
    told = _("배점 %(points)d점은 0점이 되지 않고, %(part)s의 나머지 항목에 배점대로 나누어 더해요.")
    return told % {"points": item.points, "part": f"«{parts[item.spread][0]}»"}


@transaction.atomic
def decide(answer: Answer, *, granted: bool, reason: str, by: User) -> Absence:
    """Grant a claim, or refuse it. Raises DecidedAlready."""
    application = Application.objects.select_for_update().get(pk=answer.application_id)
    same = Answer.objects.filter(pk=answer.pk, version=answer.version, applies=False)
    if not same.exists():
        raise DecidedAlready(answer.item_code)
    said = {"granted": granted, "claim": answer.text, "reason": reason, "decided_by": by}
    try:
        with transaction.atomic():
            made = Absence.objects.create(application=application, item_code=answer.item_code, **said)
    except IntegrityError as taken:
        raise DecidedAlready(answer.item_code) from taken
    verb = "absence.granted" if granted else "absence.refused"
    record(stream_of(application), verb, by=by, data={"item": answer.item_code, "reason": reason})
    return made


def forget_decision(application: Application, item_code: str) -> None:
    """Undo what was decided on an answer that changes; call it with the application locked."""
    Absence.objects.filter(application=application, item_code=item_code).delete()
