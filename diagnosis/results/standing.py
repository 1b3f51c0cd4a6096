"""What a published result is worth on a day: not yet, valid, expired, corrected or revoked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diagnosis.benefits.queries import Past
from diagnosis.rulings.models import Ruling, RulingKind, RulingState
from diagnosis.scoring.models import Outcome


class StandingState(models.TextChoices):
    NOT_YET = "not_yet", gettext_lazy("효력 전")
    VALID = "valid", gettext_lazy("유효")
    EXPIRED = "expired", gettext_lazy("기간 만료")
    CORRECTED = "corrected", gettext_lazy("정정됨")
    REVOKED = "revoked", gettext_lazy("취소됨")


@dataclass(frozen=True)
class Standing:
    """The state of an outcome on a day, since when it has been in it, and why where somebody decided it.

    `counts_from` is None for a result that is not published, `valid_until` where no last day was set.
    `successor` is the result that took the place of a corrected one.
    """

    state: StandingState
    on: date
    since: date | None
    counts_from: date | None
    valid_until: date | None
    reason: str = ""
    successor: Outcome | None = None

    @property
    def is_valid(self) -> bool:
        return self.state == StandingState.VALID


def standing_of(outcome: Outcome, on: date) -> Standing:
    """The standing of one outcome on a day, past ones too, by what is known today."""
    return standings_of([outcome], on)[outcome.pk]


Versions = list[tuple[Outcome, Standing]]


def with_versions(outcome: Outcome, past: Past, on: date) -> tuple[Standing, Versions]:
    """The standing of an outcome and of every published one of the same application, oldest first; reads nothing."""
    versions = [one for one in past.outcomes if one.application_id == outcome.application_id]
    found = _standings([outcome, *versions], {outcome.application_id: versions}, past.rulings, on)
    return found[outcome.pk], [(one, found[one.pk]) for one in versions]


def standings_of(outcomes: Iterable[Outcome], on: date) -> dict[int, Standing]:
    """The standing of many outcomes by their number, read with two queries."""
    wanted = list(outcomes)
    family = _families(wanted)
    rulings = Ruling.objects.filter(outcome__application__in=family, state=RulingState.DECIDED)
    return _standings(wanted, family, rulings.order_by("decided_at", "pk"), on)


def _standings(
    wanted: Sequence[Outcome], family: dict[int, list[Outcome]], rulings: Iterable[Ruling], on: date
) -> dict[int, Standing]:
    by_outcome: dict[int, list[Ruling]] = {}
    for ruling in rulings:
        by_outcome.setdefault(ruling.outcome_id, []).append(ruling)
    origin = {one.successor_id: one for some in by_outcome.values() for one in some if one.successor_id}
    return {
        one.pk: _standing(one, family[one.application_id], by_outcome.get(one.pk, ()), origin, on) for one in wanted
    }


def _standing(
    outcome: Outcome, family: Sequence[Outcome], rulings: Sequence[Ruling], origin: dict[int, Ruling], on: date
) -> Standing:
    start, until = _starts(outcome, origin), outcome.valid_until
    if start is None or on < start:
        return Standing(StandingState.NOT_YET, on, None, start, until)
    for ruling in rulings:
        if ruling.kind == RulingKind.REVOCATION and ruling.effective_on <= on:
            return Standing(StandingState.REVOKED, on, ruling.effective_on, start, until, ruling.reason)
    if later := _successor(outcome, family, origin):
        since = _starts(later, origin)
        if since is not None and since <= on:
            why = (
                origin[later.pk].reason
                if later.pk in origin
                else _("이의신청이 인용되어 다시 진단한 결과로 바뀌었습니다.")
            )
            return Standing(StandingState.CORRECTED, on, since, start, until, why, later)
    if until is not None and until < on:
        return Standing(StandingState.EXPIRED, on, until, start, until)
    return Standing(StandingState.VALID, on, start, start, until)


def _families(outcomes: Iterable[Outcome]) -> dict[int, list[Outcome]]:
    """The published outcomes of the same applications, oldest first."""
    found: dict[int, list[Outcome]] = {one.application_id: [] for one in outcomes}
    columns = Outcome.objects.filter(application__in=found, published_at__isnull=False).defer("snapshot", "sections")
    for one in columns.order_by("published_at", "pk"):
        found[one.application_id].append(one)
    return found


def _successor(outcome: Outcome, family: Sequence[Outcome], origin: dict[int, Ruling]) -> Outcome | None:
    """The first published outcome after this one."""
    if outcome.published_at is None:
        return None
    here = (outcome.published_at, outcome.pk)
    return next((one for one in family if one.published_at and (one.published_at, one.pk) > here), None)


def _starts(outcome: Outcome, origin: dict[int, Ruling]) -> date | None:
    """The day from which an outcome counts: that of its publication, or the effect of the correction it came from."""
    if outcome.pk in origin:
        return origin[outcome.pk].effective_on
    return _day(outcome.published_at)


def _day(moment: datetime | None) -> date | None:
    return timezone.localtime(moment).date() if moment else None
