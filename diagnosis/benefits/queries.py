"""Which benefits a supplier had on a day, read from all that ever happened to its results."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from applications.rounds.wording import in_language
from applications.suppliers.models import Supplier
from diagnosis.findings.queries import Fact, facts_on, values_of
from diagnosis.rulings.models import Ruling, RulingKind, RulingState
from diagnosis.scoring.models import Outcome
from grading.bonus import BONUS_POINTS, BonusAnswer, Programme, expected_bonus, programme_bonus
from grading.history import CORRECTED, PUBLISHED, REVOKED, DatedAnswer, Event, benefits_on
from grading.load import load_scheme, scheme_codes
from grading.terms import Benefit
from grading.values import Scheme


@dataclass(frozen=True)
class Entitlement:
    """A benefit of the scheme with its answer on a day."""

    benefit: Benefit
    dated: DatedAnswer


@dataclass(frozen=True)
class Past:
    """All that was ever published of a supplier, oldest first, and the rulings asked for, as decided."""

    outcomes: tuple[Outcome, ...]
    asked: tuple[Ruling, ...]

    @property
    def rulings(self) -> tuple[Ruling, ...]:
        """Those that were decided, in that order."""
        return tuple(one for one in self.asked if one.state == RulingState.DECIDED)


@dataclass(frozen=True)
class BenefitDay:
    """Everything about a supplier's benefits on one day; `known_on` is None for what is known today."""

    supplier: Supplier
    on: date
    known_on: date | None
    scheme: Scheme
    entitlements: tuple[Entitlement, ...]
    facts: dict[str, Fact]
    events: tuple[Event, ...]


@dataclass(frozen=True)
class BonusDay:
    """What a supplier's result brings under a notice on its closing day, and what the scheme leads one to expect."""

    programme: Programme
    on: date
    dated: DatedAnswer | None
    answer: BonusAnswer
    expected: BonusAnswer | None

    @property
    def reason(self) -> str:
        return in_language(self.answer.reason, self.answer.reason_en)

    @property
    def expected_reason(self) -> str:
        return in_language(self.expected.reason, self.expected.reason_en) if self.expected else ""


def benefits_of(supplier: Supplier, on: date, known_on: date | None = None, past: Past | None = None) -> BenefitDay:
    """The answers for a day by the snapshots and decisions that are stored, read already or now; nothing is graded."""
    scheme, events = scheme_on(on), _events(past or past_of(supplier))
    facts = facts_on(supplier, on, known_on)
    dated = benefits_on(scheme, events, values_of(facts), on, known_on)
    found = tuple(Entitlement(benefit, one) for benefit, one in zip(scheme.benefits, dated, strict=True))
    return BenefitDay(supplier, on, known_on, scheme, found, facts, tuple(events))


def bonus_of(day: BenefitDay, programme: Programme, others: Sequence[Decimal] = ()) -> BonusDay:
    """The bonus under a notice: on its closing day where that is known, else on the day that is asked about."""
    on = programme.closes_on or day.on
    there = day if on == day.on else benefits_of(day.supplier, on, day.known_on)
    dated = next((one.dated for one in there.entitlements if one.benefit.code == BONUS_POINTS), None)
    label = dated.standing.level if dated and dated.standing else None
    answer = programme_bonus(programme, there.scheme, label, others)
    return BonusDay(programme, on, dated, answer, expected_bonus(there.scheme, label, others))


def scheme_on(day: date) -> Scheme:
    """The scheme of the day's year, or the nearest before it; before the first one, the first."""
    schemes = [load_scheme(code) for code in scheme_codes()]
    begun = [one for one in schemes if one.year <= day.year]
    return begun[-1] if begun else schemes[0]


def past_of(supplier: Supplier) -> Past:
    """The supplier's past, read with two queries."""
    outcomes = Outcome.objects.filter(application__supplier=supplier, published_at__isnull=False)
    asked = Ruling.objects.filter(outcome__application__supplier=supplier)
    whole = outcomes.select_related("application").defer("snapshot", "sections")
    return Past(tuple(whole.order_by("published_at", "pk")), tuple(asked.order_by("decided_at", "pk")))


def events_of(supplier: Supplier) -> list[Event]:
    """What happened to the supplier's results with a Level, in the order of publication.

    A later outcome of the same application corrects it: by a ruling from its day of effect, after an objection from
    the day it was published.
    """
    return _events(past_of(supplier))


def _events(past: Past) -> list[Event]:
    ordered = [one for one in past.outcomes if one.level and not one.fault]
    codes = {one.pk: one.application.code for one in ordered}
    rulings = [one for one in past.rulings if one.outcome_id in codes]
    origin = {one.successor_id: one for one in rulings if one.successor_id}
    events, seen = [], set()
    for outcome in ordered:
        events.append(_told(outcome, origin.get(outcome.pk), is_first=outcome.application_id not in seen))
        seen.add(outcome.application_id)
    return events + [_revoked(one, codes) for one in rulings if one.kind == RulingKind.REVOCATION]


def _told(outcome: Outcome, origin: Ruling | None, *, is_first: bool) -> Event:
    assert outcome.published_at is not None  # events_of reads published ones alone
    on = timezone.localdate(outcome.published_at)
    return Event(
        kind=PUBLISHED if is_first else CORRECTED,
        result=outcome.application.code,
        on=on,
        effective=origin.effective_on if origin else on,
        level=outcome.level,
        until=outcome.valid_until,
        scheme=load_scheme(outcome.application.scheme_code),
    )


def _revoked(ruling: Ruling, codes: dict[int, str]) -> Event:
    assert ruling.decided_at is not None  # only decided ones are read
    on = timezone.localdate(ruling.decided_at)
    return Event(REVOKED, codes[ruling.outcome_id], on, ruling.effective_on)
