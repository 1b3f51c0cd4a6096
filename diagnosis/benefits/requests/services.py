"""Asking for a benefit, answering, taking back; a request ends when the benefit does."""

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction

from applications import clock
from applications.audit.services import record
from applications.people.models import User
from applications.permissions import require
from applications.suppliers.models import Supplier
from applications.suppliers.queries import stream_of
from diagnosis.benefits.queries import benefits_of
from diagnosis.benefits.requests import letters
from diagnosis.benefits.requests.models import LIVE, BenefitRequest, RequestState
from diagnosis.benefits.requests.permissions import may_answer, may_ask, may_grant, may_withdraw, may_write_for
from diagnosis.benefits.requests.queries import (
    basis_of,
    companies_to_look_at,
    entitlement_of,
    entitlement_today,
    live_request,
    live_requests_of,
    way_of,
)
from grading.benefits import CLOSED
from grading.requests import OFFICE

LATELY = timedelta(days=2)


class AnsweredAlready(Exception):
    """Somebody was first: the request waits no more."""


@transaction.atomic
def ask(supplier: Supplier, benefit: str, words: str = "", *, by: User) -> BenefitRequest:
    """Ask for a benefit; whoever asks again gets the request that stands. Raises PermissionDenied."""
    require(may_write_for(by, supplier))
    if found := live_request(supplier, benefit):
        return found
    one = entitlement_today(supplier, benefit)
    require(may_ask(by, supplier, one))
    assert one is not None  # may_ask refuses what the scheme does not know
    try:
        with transaction.atomic():
            request = BenefitRequest.objects.create(
                supplier=supplier, benefit=benefit, outcome=basis_of(one), words=words, asked_by=by
            )
    except IntegrityError:
        return BenefitRequest.objects.get(supplier=supplier, benefit=benefit, state__in=LIVE)
    record(stream_of(supplier), "benefit.asked", by=by, data=_facts(request))
    if (way := way_of(benefit)) and way.kind == OFFICE:
        letters.tell_asked(request)
    return request


@transaction.atomic
def withdraw(request: BenefitRequest, *, by: User) -> None:
    """Take a request back while it waits. Raises PermissionDenied, AnsweredAlready."""
    require(may_withdraw(by, request))
    _move(request, RequestState.WITHDRAWN)
    record(stream_of(request.supplier), "benefit.withdrawn", by=by, data=_facts(request))


@transaction.atomic
def grant(request: BenefitRequest, words: str = "", *, by: User) -> None:
    """Say that the benefit is given. Raises PermissionDenied, AnsweredAlready."""
    require(may_grant(by, request, entitlement_today(request.supplier, request.benefit)))
    _answer(request, RequestState.GRANTED, words, by)


@transaction.atomic
def turn_down(request: BenefitRequest, reason: str, *, by: User) -> None:
    """Say why the benefit is not given. Raises PermissionDenied, AnsweredAlready."""
    require(may_answer(by, request))
    _answer(request, RequestState.REFUSED, reason, by)


@transaction.atomic
def settle(request: BenefitRequest) -> None:
    """Note that the portal itself has given what was asked for. Raises AnsweredAlready."""
    if request.state != RequestState.ASKED:
        raise AnsweredAlready(request.pk)
    _move(request, RequestState.GRANTED, answered_at=clock.now())
    record(stream_of(request.supplier), "benefit.granted", by=None, data=_facts(request))


def tend_requests(*, lately: bool = False) -> int:
    """End the requests whose benefit is closed today and say how many; `lately` looks only where something happened.

    The scheme says what a correction, a revocation, a lower result or the end of validity does to a benefit.
    """
    since = clock.now() - LATELY if lately else None
    return sum(_tend(supplier) for supplier in companies_to_look_at(since))


@transaction.atomic
def _tend(supplier: Supplier) -> int:
    day, ended = benefits_of(supplier, clock.today()), 0
    for request in live_requests_of([supplier.pk]):
        one = entitlement_of(day, request.benefit)
        if one is None or one.dated.answer.state == CLOSED:
            ended += _end(request, (one.dated.answer.reason, one.dated.answer.reason_en) if one else ("", ""))
    return ended


def _end(request: BenefitRequest, why: tuple[str, str]) -> bool:
    was = request.state
    try:
        _move(request, RequestState.ENDED, ended_at=clock.now(), end_reason=why[0], end_reason_en=why[1])
    except AnsweredAlready:
        return False
    record(stream_of(request.supplier), "benefit.ended", by=None, data=_facts(request) | {"reason": why[0]})
    letters.tell_ended(request, was_granted=was == RequestState.GRANTED)
    return True


def _answer(request: BenefitRequest, state: str, words: str, by: User) -> None:
    _move(request, state, answer=words, answered_by=by, answered_at=clock.now())
    record(stream_of(request.supplier), f"benefit.{state}", by=by, data=_facts(request) | {"reason": words})
    letters.tell_answered(request)


def _move(request: BenefitRequest, state: str, **columns: Any) -> None:
    """Only from the state that was read, so that of two people one is first."""
    fields = {"state": state, **columns}
    if not BenefitRequest.objects.filter(pk=request.pk, state=request.state).update(**fields):
        raise AnsweredAlready(request.pk)
    for name, value in fields.items():
        setattr(request, name, value)


def _facts(request: BenefitRequest) -> dict[str, Any]:
    return {"benefit": request.benefit, "outcome": request.outcome_id, "request": request.pk}
