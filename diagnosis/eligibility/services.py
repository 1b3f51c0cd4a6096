"""Keeping what was found, so that it can be read later why somebody was let in or not."""

from collections.abc import Sequence

from applications import clock
from applications.filing.models import Application
from applications.people.models import User
from applications.rounds.models import Round
from applications.suppliers.models import Supplier
from diagnosis.eligibility.conditions import Finding
from diagnosis.eligibility.models import EligibilityCheck, Occasion
from diagnosis.eligibility.queries import verdict_of


def keep(
    supplier: Supplier,
    round_: Round,
    track: str,
    findings: Sequence[Finding],
    *,
    occasion: Occasion,
    by: User,
    application: Application | None = None,
) -> EligibilityCheck:
    """One dated row of the trail; the audit chain tells of the start and the filing themselves."""
    return EligibilityCheck.objects.create(
        supplier=supplier,
        round=round_,
        track=track,
        application=application,
        occasion=occasion,
        at=clock.now(),
        by=by,
        passed=bool(verdict_of(findings)),
        findings=[{"answer": one.answer, "facts": dict(one.facts)} for one in findings],
    )
