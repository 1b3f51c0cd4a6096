"""Putting down what was established about a supplier; nothing is changed later, a newer finding takes its place."""

from datetime import date

from django.db import transaction

from applications.audit.services import record
from applications.people.models import User
from applications.permissions import require
from applications.suppliers.models import Supplier
from applications.suppliers.queries import stream_of
from diagnosis.findings.models import Finding
from diagnosis.findings.permissions import may_record


@transaction.atomic
def record_finding(
    supplier: Supplier, fact: str, value: str, *, from_on: date, until_on: date | None, source: str, by: User
) -> Finding:
    """Store one finding; `value` is `true`, `false` or a share between 0 and 1. Raises PermissionDenied."""
    require(may_record(by))
    said = {"fact": fact, "value": value, "from_on": from_on, "until_on": until_on, "source": source}
    finding = Finding.objects.create(supplier=supplier, recorded_by=by, **said)
    record(stream_of(supplier), "finding.recorded", by=by, data=said)
    return finding
