"""Looking tax statuses up; every look-up is kept with its answer, also the one that failed."""

from collections.abc import Sequence

from django.db import transaction

from applications import clock
from applications.audit.services import Entry, record, record_all
from applications.people.models import User
from applications.suppliers.models import Supplier
from applications.suppliers.queries import stream_of
from applications.taxation import office
from applications.taxation.models import Source, TaxCheck, TaxState
from applications.taxation.queries import due

Identities = dict[str, bool]


def ask_office(suppliers: Sequence[Supplier], *, by: User | None) -> list[TaxCheck]:
    """Ask about at most 100 companies in one question and keep what came of it; never raises for a silent office.

    The office is asked before the transaction begins, so that no row is locked while it thinks.
    """
    suppliers = suppliers[: office.AT_MOST]
    try:
        found = office.ask_status([one.business_number for one in suppliers])
    except office.OfficeFault as fault:
        kind = TaxState(fault.kind)
        return _keep([TaxCheck(supplier=one, source=Source.OFFICE, state=kind) for one in suppliers], by=by)
    same = _identities(suppliers)
    return _keep([_check(one, found[one.business_number], same) for one in suppliers], by=by)


def ask_about_due() -> int:
    """Ask about the companies whose status is missing or soon too old; says how many."""
    suppliers = due(clock.now(), office.AT_MOST) if office.is_connected() else []
    return len(ask_office(suppliers, by=None)) if suppliers else 0


@transaction.atomic
def verify_by_hand(supplier: Supplier, *, state: TaxState, evidence: str, by: User) -> TaxCheck:
    """Keep what an official saw, and where."""
    check = TaxCheck.objects.create(
        supplier=supplier, source=Source.HAND, state=state, evidence=evidence, checked_by=by, at=clock.now()
    )
    told = {"state": state.value, "source": Source.HAND.value, "reason": evidence}
    record(stream_of(supplier), "supplier.tax_checked", by=by, data=told)
    return check


def _check(supplier: Supplier, status: office.BusinessStatus, same: Identities) -> TaxCheck:
    return TaxCheck(
        supplier=supplier,
        source=Source.OFFICE,
        state=status.state,
        tax_type=status.tax_type[:100],
        ended_on=status.ended_on,
        identity=same.get(supplier.business_number),
        answer=dict(status.row),
    )


def _identities(suppliers: Sequence[Supplier]) -> Identities:
    # The day of foundation stands for the opening day, which may be another: a «no» is shown, and refuses nobody.
    asked = [
        office.Identity(one.business_number, one.founded_on, one.representative) for one in suppliers if one.founded_on
    ]
    try:
        return office.ask_identity(asked) if asked else {}
    except office.OfficeFault:
        return {}


@transaction.atomic
def _keep(checks: list[TaxCheck], *, by: User | None) -> list[TaxCheck]:
    now = clock.now()
    for check in checks:
        check.at, check.checked_by = now, by
    told = [(stream_of(one.supplier), {"state": str(one.state), "source": Source.OFFICE.value}) for one in checks]
    record_all([Entry(stream, "supplier.tax_checked", by, now, data) for stream, data in told])
    return TaxCheck.objects.bulk_create(checks)
