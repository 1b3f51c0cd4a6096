"""Results of the demonstration that were corrected or revoked by two people, and one that waits for the second."""

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal

from django.contrib.auth.hashers import make_password

from applications import clock
from applications.filing.models import Application
from applications.people.models import User
from applications.roles import Role
from diagnosis.findings.models import Finding
from diagnosis.findings.services import record_finding
from diagnosis.rulings.inputs import LETTERS, Change, Source, sources_of
from diagnosis.rulings.models import Ruling, RulingState
from diagnosis.rulings.services import ask_correction, ask_revocation, decide_ruling
from diagnosis.scoring.queries import current_outcome_of
from portal.demo import words
from portal.demo.people import demo_user

SANCTIONS = "sanction_within_3_years"
BEST = Decimal(5)


def correct_published(applications: Iterable[Application], agency: User) -> None:
    """Correct one value of each result."""
    for application in applications:
        ask_and_decide(application, agency, is_correction=True)


def revoke_published(applications: Iterable[Application], agency: User) -> None:
    """Revoke each result."""
    for application in applications:
        ask_and_decide(application, agency, is_correction=False)


def ask_and_decide(application: Application, agency: User, *, is_correction: bool) -> None:
    """A colleague asks, the agency's log-in decides."""
    outcome, colleague, today = current_outcome_of(application), _colleague(), clock.today()
    assert outcome is not None  # the application is published
    if is_correction:
        change, reason = _change(sources_of(application)[0]), words.CORRECTION_REASON
        ruling = ask_correction(outcome, [change], reason=reason, effective_on=today, by=colleague)
    else:
        ruling = ask_revocation(outcome, reason=words.REVOCATION_REASON, effective_on=today, by=colleague)
    decide_ruling(ruling, by=agency)


def leave_one_to_decide(applications: Iterable[Application]) -> None:
    """A request that waits for the agency's log-in."""
    if Ruling.objects.filter(state=RulingState.ASKED).exists():
        return
    for application in list(applications)[-1:]:
        outcome = current_outcome_of(application)
        assert outcome is not None  # the application is published
        reason, today = words.REVOCATION_REASON, clock.today()
        ask_revocation(outcome, reason=reason, effective_on=today, by=_colleague())


def look_up_sanctions(operator: User) -> None:
    """What the operating body established about the company of the supplier's log-in."""
    supplier = demo_user(Role.SUPPLIER).member.supplier
    if not Finding.objects.filter(supplier=supplier).exists():
        since = clock.today() - timedelta(days=30)
        source = words.LOOKED_UP_IN
        record_finding(supplier, SANCTIONS, "false", from_on=since, until_on=None, source=source, by=operator)


def _change(source: Source) -> Change:
    """One step up for the source's first value, or down from the top."""
    item, before = next(iter(source.values.items()))
    if source.place == LETTERS:
        after = "B" if before == "A" else chr(ord(before) - 1)
    else:
        rating = Decimal(before)
        after = str(rating - 1 if rating == BEST else min(BEST, rating + 1))
    return Change(source.place, source.who, item, before, after)


def _colleague() -> User:
    """A second official of the agency, who never logs in."""
    found, _made = User.objects.get_or_create(
        email="agency0001@people.example",
        defaults={"name": words.COLLEAGUE, "role": Role.AGENCY, "password": make_password(None)},
    )
    return found
