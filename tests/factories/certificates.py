from itertools import count

from diagnosis.certificates.models import Certificate
from diagnosis.certificates.numbers import draw
from diagnosis.scoring.models import Outcome
from tests.factories.outcomes import make_outcome

serials = count(1)


def make_certificate(outcome: Outcome | None = None, **fields: object) -> Certificate:
    """A row as the service stores it, without the cost of a document."""
    outcome = outcome or make_outcome()
    supplier = outcome.application.supplier
    number = next(serials)
    values = {
        "number": draw(),
        "company": supplier.name,
        "business_number": supplier.business_number,
        "counts_from": outcome.published_at.date(),
        "valid_until": outcome.valid_until,
        "sha256": f"{number:064x}",
        "size": 1,
        "file": f"certificates/{number}.pdf",
        "signer_sha256": "0" * 64,
    }
    return Certificate.objects.create(outcome=outcome, **(values | fields))
