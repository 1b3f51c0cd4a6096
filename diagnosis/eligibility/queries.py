"""Whether a company may apply to a track of a round: one reckoning for the page, the start and the filing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from applications.filing.models import Application
from applications.filing.workflow import RESULT_STATES, State
from applications.people.models import User
from applications.permissions import YES, Verdict, refuse
from applications.rounds.models import Round
from applications.sanctions.models import Sanction
from applications.sanctions.queries import sanctions_on
from applications.suppliers.models import Member, PoolState, Standing, Supplier
from applications.suppliers.queries import suppliers_for
from applications.taxation.models import TaxState
from applications.taxation.queries import TaxStatus, status_of
from diagnosis.eligibility import conditions
from diagnosis.eligibility.conditions import Condition, Finding
from diagnosis.eligibility.models import EligibilityCheck
from grading.load import load_scheme

TONES = {conditions.YES: "success", conditions.NO: "danger", conditions.PENDING: "warning"}
AGAIN = frozenset({State.DRAFT, State.WITHDRAWN})
UNDER_WAY = frozenset({State.SUBMITTED, State.SUPPLEMENT, State.ELIGIBLE, State.SEATED, State.FEE_DUE, State.PAID})
"""Filed and on the way to a diagnosis. Who waits for a seat may try another round of the year."""
DIAGNOSED = RESULT_STATES | {State.IN_ASSESSMENT, State.ASSESSED, State.GRADED, State.CONFIRMED}
"""A panel is or was at work; being assessed again after an objection is the same diagnosis."""
LIMIT = "rules/re_diagnosis/same_year_limit"


@dataclass(frozen=True)
class Company:
    """What is asked about a company whatever the round: read once, however many rounds there are."""

    supplier: Supplier
    types: tuple[str, ...]
    sanctions: list[Sanction] = field(default_factory=list)
    tax: TaxStatus = field(default_factory=lambda: TaxStatus("unknown", None))
    applications: list[Application] = field(default_factory=list)


def company_of(supplier: Supplier, at: datetime, applications: Iterable[Application] | None = None) -> Company:
    """The company as it stands at this instant, by four queries; three for who has its applications at hand."""
    if applications is None:
        applications = Application.objects.filter(supplier=supplier).select_related("round")
    further = supplier.further_types.values_list("supplier_type", flat=True)
    return Company(
        supplier,
        types=(supplier.supplier_type, *further),
        sanctions=sanctions_on(supplier.business_number, timezone.localdate(at)),
        tax=status_of(supplier, at),
        applications=list(applications),
    )


def findings_of(
    member: Member | None,
    company: Company | None,
    round_: Round,
    track: str,
    at: datetime,
    application: Application | None = None,
) -> list[Finding]:
    """Every condition with its answer; who has no company is asked no further."""
    if member is None or company is None:
        return [Finding("no_company"), _period(round_, at)]
    return [
        Finding("viewer" if member.standing == Standing.VIEWER else "may_write"),
        *_about_company(company, round_, track),
        _applied(application),
        _period(round_, at),
    ]


def findings_at_filing(supplier: Supplier, round_: Round, track: str, at: datetime) -> list[Finding]:
    """What is asked once more when a company files."""
    return [*_about_company(company_of(supplier, at), round_, track), _period(round_, at)]


def verdict_of(findings: Sequence[Finding]) -> Verdict:
    """The first no, in the order in which the conditions are told."""
    return next((refuse(one.sentence) for one in findings if one.state == conditions.NO), YES)


def checks_for(user: User, round_: Round, track: str) -> QuerySet[EligibilityCheck]:
    """The trail of the person's own company for a track of a round, the latest first."""
    own = EligibilityCheck.objects.filter(supplier__in=suppliers_for(user), round=round_, track=track)
    return own.select_related("by")


@dataclass(frozen=True)
class Shown:
    """A finding as a page shows it; `is_assumed` where it hangs on a figure that nobody has published."""

    finding: Finding
    tone: str
    is_assumed: bool


def shown(findings: Iterable[Finding], scheme_code: str) -> list[Shown]:
    """Findings as a page shows them."""
    assumed = load_scheme(scheme_code).origin(LIMIT).assumption
    return [Shown(one, TONES[one.state], assumed and one.known.condition == Condition.REPEAT) for one in findings]


def findings_in(check: EligibilityCheck) -> list[Finding]:
    """What a row of the trail says."""
    return [Finding(one["answer"], one["facts"]) for one in check.findings]


def checks_of(application: Application) -> QuerySet[EligibilityCheck]:
    """What was found for one application when it was started and filed, the latest first."""
    own = EligibilityCheck.objects.filter(
        supplier=application.supplier_id, round=application.round_id, track=application.track
    )
    return own.select_related("by")


def _about_company(company: Company, round_: Round, track: str) -> list[Finding]:
    return [
        _pool(company.supplier),
        _type(company, round_, track),
        _sanction(company.sanctions),
        _tax(company.tax),
        _repeat(company.applications, round_, track),
    ]


def _pool(supplier: Supplier) -> Finding:
    if supplier.pool_state == PoolState.APPROVED:
        return Finding("approved")
    return Finding("not_approved", {"pool": supplier.pool_state})


def _type(company: Company, round_: Round, track: str) -> Finding:
    admitted = load_scheme(round_.scheme_code).tracks[track].supplier_types
    allowed, own = admitted.get(round_.code, ()), company.supplier.supplier_type
    if fitting := [one for one in company.types if one in allowed]:
        return Finding("type_admitted", {"own": fitting[0]})
    later = sorted(code for code, types in admitted.items() if own in types and code > round_.code)
    facts = {"allowed": ",".join(allowed), "own": own}
    return Finding("type_later", facts | {"later": later[0]}) if later else Finding("type_never", facts)


def _sanction(sanctions: Sequence[Sanction]) -> Finding:
    if not sanctions:
        return Finding("clear")
    longest = sanctions[0]
    return Finding(
        "excluded", {"ends_on": longest.ends_on.isoformat(), "reason": longest.reason, "source": longest.source}
    )


def _tax(status: TaxStatus) -> Finding:
    facts = {"checked_at": status.check.at.isoformat()} if status.check else {}
    if status.check is not None and (status.is_bad or status.state == TaxState.ACTIVE):
        return Finding(status.check.state, facts)
    if settings.TAX_STATUS_REQUIRED:
        return Finding("tax_needed", facts)
    return Finding("stale" if status.check else "unchecked", facts)


def _repeat(applications: Sequence[Application], round_: Round, track: str) -> Finding:
    terms = load_scheme(round_.scheme_code).terms
    others = [one for one in applications if (one.track, one.round.year) == (track, round_.year)]
    others = [one for one in others if one.round_id != round_.pk]
    used = [one for one in others if one.state in UNDER_WAY | DIAGNOSED]
    facts = {"year": str(round_.year), "limit": str(terms.same_year_limit), "used": str(len(used))}
    if len(used) < terms.same_year_limit:
        waiting = [one.code for one in others if one.state == State.WAITING]
        if len(used) + len(waiting) >= terms.same_year_limit:
            return Finding("in_line", facts | {"application": waiting[0]})
        return Finding("repeats_left" if used else "not_repeated", facts)
    done = [one for one in used if one.state in DIAGNOSED]
    if len(done) < terms.same_year_limit:
        return Finding("under_way", facts | {"application": next(one.code for one in used if one not in done)})
    facts |= {"application": done[0].code}
    if not terms.next_year_allowed:
        return Finding("diagnosed_for_good", facts)
    return Finding("diagnosed", facts | {"again": str(round_.year + 1)})


def _applied(application: Application | None) -> Finding:
    if application is None:
        return Finding("not_applied")
    return Finding("begun" if application.state in AGAIN else "applied", {"application": application.code})


def _period(round_: Round, at: datetime) -> Finding:
    facts = {"opens_at": round_.opens_at.isoformat(), "closes_at": round_.closes_at.isoformat()}
    if at < round_.opens_at:
        return Finding("not_yet", facts)
    return Finding("open" if round_.is_open(at) else "over", facts)
