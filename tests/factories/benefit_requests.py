from diagnosis.benefits.requests.models import BenefitRequest
from diagnosis.findings.models import Finding
from diagnosis.scoring.models import Outcome
from tests.factories.people import make_member, make_user

REGISTRY, RATE = "EXCELLENT_REGISTRY", "HANA_RATE"


def make_request(outcome: Outcome, benefit: str = REGISTRY, **fields: object) -> BenefitRequest:
    """A request as the service stores it, by a colleague of the company."""
    supplier = outcome.application.supplier
    values = {"supplier": supplier, "outcome": outcome, "benefit": benefit} | fields
    if "asked_by" not in values:
        values["asked_by"] = make_member(supplier)
    return BenefitRequest.objects.create(**values)


def make_clear(outcome: Outcome) -> Finding:
    """Put down that the company was not excluded within the last three years, which opens the register."""
    return Finding.objects.create(
        supplier=outcome.application.supplier,
        fact="sanction_within_3_years",
        value="false",
        from_on=outcome.published_at.date(),
        source="제재현황목록",
        recorded_by=make_user(),
    )
