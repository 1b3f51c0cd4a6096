"""The supplier's own acts: start, file, withdraw, object."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from applications import clock
from applications.filing.models import Application, Submission
from applications.filing.permissions import member_of
from applications.filing.services import MovedAlready, RoundClosed, advance, file, open_application
from applications.filing.workflow import SUPPLIER_WRITES, Move
from applications.people.models import User
from applications.permissions import require
from applications.rounds.models import Round
from applications.seats.services import withdraw
from diagnosis.answers.queries import Gap, answers_of, document_gaps, evidence_of, gaps_in, track_of
from diagnosis.eligibility.conditions import Finding
from diagnosis.eligibility.models import Occasion
from diagnosis.eligibility.queries import company_of, findings_at_filing, findings_of, verdict_of
from diagnosis.eligibility.services import keep
from diagnosis.submissions.consents import Consent, Given, consents_for
from diagnosis.submissions.letters import tell_receipt
from diagnosis.submissions.manifest import manifest_digest, manifest_of
from grading.values import Track


class NotComplete(Exception):
    """Items still lack something without which nothing is filed; `gaps` says what."""

    def __init__(self, gaps: list[Gap]) -> None:
        super().__init__(", ".join(gap.item.code for gap in gaps))
        self.gaps = gaps


class NotConsented(Exception):
    """A required consent was not given; `missing` names each."""

    def __init__(self, missing: list[Consent]) -> None:
        super().__init__(", ".join(consent.code for consent in missing))
        self.missing = missing


def start(round_: Round, track: str, *, by: User) -> Application:
    """The draft of this person's company for a track, new or the one there is. Raises PermissionDenied, RoundClosed."""
    at, member = clock.now(), member_of(by)
    if member and (begun := Application.objects.filter(supplier=member.supplier, round=round_, track=track).first()):
        return begun
    findings = findings_of(member, company_of(member.supplier, at) if member else None, round_, track, at)
    if member:  # what was found is kept before the answer, so that a no stays written too
        keep(member.supplier, round_, track, findings, occasion=Occasion.START, by=by)
    require(verdict_of(findings))
    assert member is not None  # without a company the verdict is a no
    return open_application(member.supplier, round_, track, by=by)


class ChangedSince(Exception):
    """What is stored is no longer what the page showed to the person who files."""


class NotLetIn(PermissionDenied):
    """The company may no longer take part, or the round takes nothing; `findings` says which condition is a no."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(verdict_of(findings).reason)
        self.findings = findings


def submit(
    application: Application, *, by: User, arrived_at: datetime, consents: dict[str, bool], shown: str = ""
) -> Submission:
    """File what is stored now and give the receipt; sent twice, the second gets the receipt of the first.

    `arrived_at` is the instant at which the complete request reached us, `shown` the digest of what the person was
    shown (manifest_digest). A filing that a condition refuses leaves its row in the trail too. Raises RoundClosed,
    NotComplete, NotConsented, ChangedSince, MovedAlready, and PermissionDenied for a company that may no longer take
    part.
    """
    try:
        return _submit(application, by=by, arrived_at=arrived_at, consents=consents, shown=shown)
    except NotLetIn as refused:
        _keep(application, refused.findings, by=by)
        if not application.round.is_open(arrived_at):
            raise RoundClosed from refused
        raise


@transaction.atomic
def _submit(
    application: Application, *, by: User, arrived_at: datetime, consents: dict[str, bool], shown: str
) -> Submission:
    """The row stays locked until commit, so no answer changes under the manifest."""
    held = Application.objects.select_for_update(of=("self",)).select_related("supplier", "round")
    application = held.get(pk=application.pk)
    if application.state not in SUPPLIER_WRITES:
        return _receipt_in_hand(application)
    found = _let_in(application, arrived_at) if application.order_number is None else []
    track, answers, evidence = track_of(application), answers_of(application), evidence_of(application)
    if gaps := [
        gap for gap in [*gaps_in(track, answers, evidence), *document_gaps(application, evidence)] if gap.blocks
    ]:
        raise NotComplete(gaps)
    given = _given(track, consents)
    manifest = manifest_of(application, answers, evidence)
    if shown and shown != manifest_digest(manifest):
        raise ChangedSince
    submission = file(application, by=by, arrived_at=arrived_at, manifest=manifest, consents=given)
    if found:
        _keep(application, found, by=by)
    tell_receipt(submission)
    return submission


def make_move(application: Application, move: Move, *, reason: str, by: User) -> Application:
    """One of the supplier's moves; withdrawing also frees the seat. Raises MovedAlready."""
    if move.name.startswith("withdraw_"):
        return withdraw(application, by=by, reason=reason)
    return advance(application, move.name, by=by, reason=reason)


def _given(track: Track, consents: dict[str, bool]) -> dict[str, Given]:
    asked = consents_for(track)
    if missing := [consent for consent in asked if consent.required and not consents.get(consent.code)]:
        raise NotConsented(missing)
    return {consent.code: consent.given(bool(consents.get(consent.code))) for consent in asked}


def _let_in(application: Application, arrived_at: datetime) -> list[Finding]:
    found = findings_at_filing(application.supplier, application.round, application.track, arrived_at)
    if not verdict_of(found):
        raise NotLetIn(found)
    return found


def _keep(application: Application, found: list[Finding], *, by: User) -> None:
    line = (application.supplier, application.round, application.track)
    keep(*line, found, occasion=Occasion.SUBMIT, by=by, application=application)


def _receipt_in_hand(application: Application) -> Submission:
    last = application.submissions.order_by("-number").first()
    if last is None:
        raise MovedAlready("submit")
    return last
