"""Correcting and revoking published results: one official asks, another decides; nothing is ever deleted."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from applications import clock
from applications.audit.services import record
from applications.filing.models import Application
from applications.filing.queries import stream_of
from applications.filing.services import advance
from applications.people.models import User
from applications.permissions import require
from diagnosis.rulings import letters
from diagnosis.rulings.inputs import Change, changes_from
from diagnosis.rulings.models import Ruling, RulingKind, RulingState
from diagnosis.rulings.permissions import may_ask, may_decide, may_refuse, may_rule_on
from diagnosis.rulings.queries import resting_on
from diagnosis.rulings.regrading import CannotCorrect, figures_of, foreseen, regraded
from diagnosis.scoring.models import Outcome, ScoringRun

MOVES = {RulingKind.CORRECTION: "correct", RulingKind.REVOCATION: "revoke"}


class AskedAlready(Exception):
    """A request about this result waits for its decision."""


class DecidedAlready(Exception):
    """Somebody was first: the request is decided or taken back."""


@transaction.atomic
def ask_revocation(outcome: Outcome, *, reason: str, effective_on: date, by: User) -> Ruling:
    """Ask that a published result be revoked from a day on. Raises PermissionDenied, AskedAlready."""
    return _ask(outcome, RulingKind.REVOCATION, by=by, reason=reason, effective_on=effective_on)


@transaction.atomic
def ask_correction(outcome: Outcome, changes: Sequence[Change], *, reason: str, effective_on: date, by: User) -> Ruling:
    """Ask that a published result be corrected, with the figures that the changes give.

    Raises PermissionDenied, AskedAlready, StaleInput, or CannotCorrect, also where no figure would change.
    """
    require(may_ask(by, outcome))
    expected = foreseen(outcome, list(changes), by=by)
    if expected == figures_of(outcome):
        raise CannotCorrect(_("이대로 정정하면 점수와 등급이 하나도 바뀌지 않습니다."))
    stored = [one.to_data() for one in changes]
    facts: dict[str, Any] = {"changes": stored, "expected": expected}
    return _ask(outcome, RulingKind.CORRECTION, by=by, reason=reason, effective_on=effective_on, **facts)


@transaction.atomic
def decide_ruling(ruling: Ruling, *, by: User) -> Ruling:
    """Carry out what was asked: the result stays stored and says so; a correction makes the one that replaces it.

    Raises PermissionDenied, DecidedAlready, MovedAlready when the application left its state meanwhile, StaleInput
    or CannotCorrect when the inputs did; then nothing is changed.
    """
    require(may_decide(by, ruling))
    application = Application.objects.select_for_update().get(pk=ruling.outcome.application_id)
    require(may_rule_on(by, Outcome.objects.select_related("application").get(pk=ruling.outcome_id)))
    _close(ruling, RulingState.DECIDED, by=by)
    if ruling.kind == RulingKind.CORRECTION:
        ruling.successor = _replace(ruling, by)
        ruling.save(update_fields=["successor"])
    advance(application, f"{MOVES[RulingKind(ruling.kind)]}_{application.state}", by=by, reason=ruling.reason)
    record(stream_of(application), "ruling.decided", by=by, data=_facts(ruling))
    letters.tell_decided(ruling)
    for one in resting_on(ruling.outcome):
        letters.tell_overtaken(ruling, one)
    return ruling


@transaction.atomic
def refuse_ruling(ruling: Ruling, *, reason: str, by: User) -> Ruling:
    """Leave the result as it is; one's own request is taken back so. Raises PermissionDenied, DecidedAlready."""
    require(may_refuse(by, ruling))
    _close(ruling, RulingState.REFUSED, by=by, decision_reason=reason)
    data = _facts(ruling) | {"reason": reason}
    record(stream_of(ruling.outcome.application), "ruling.refused", by=by, data=data)
    letters.tell_refused(ruling)
    return ruling


def _ask(outcome: Outcome, kind: str, *, by: User, **columns: Any) -> Ruling:
    require(may_ask(by, outcome))
    try:
        with transaction.atomic():
            ruling = Ruling.objects.create(outcome=outcome, kind=kind, asked_by=by, **columns)
    except IntegrityError:
        raise AskedAlready(outcome.pk) from None
    record(stream_of(outcome.application), "ruling.asked", by=by, data=_facts(ruling))
    letters.tell_asked(ruling)
    return ruling


def _close(ruling: Ruling, state: str, *, by: User, **columns: Any) -> None:
    fields = {"state": state, "decided_by": by, "decided_at": clock.now(), **columns}
    if not Ruling.objects.filter(pk=ruling.pk, state=RulingState.ASKED).update(**fields):
        raise DecidedAlready(ruling.pk)
    for name, value in fields.items():
        setattr(ruling, name, value)


def _replace(ruling: Ruling, by: User) -> Outcome:
    """Store the corrected outcome as the published one that counts, to the same last day as the one before."""
    earlier, now = ruling.outcome, clock.now()
    successor = regraded(earlier, changes_from(ruling.changes), key=f"ruling:{ruling.pk}", by=ruling.asked_by)
    signed = {f"{act}_{what}": value for act in ("confirmed", "published") for what, value in (("by", by), ("at", now))}
    ScoringRun.objects.filter(pk=successor.run_id).update(**signed)
    Outcome.objects.filter(application=earlier.application_id, current=True).update(current=False)
    successor.current, successor.valid_until = True, earlier.valid_until
    successor.confirmed_at = successor.published_at = now
    successor.save()
    return successor


def _facts(ruling: Ruling) -> dict[str, Any]:
    told = {"outcome": ruling.outcome_id, "ruling": ruling.kind, "effective_on": ruling.effective_on}
    changed = [{name: one[name] for name in ("who", "item", "before", "after")} for one in ruling.changes]
    return told | {"reason": ruling.reason} | ({"changes": changed} if changed else {})
