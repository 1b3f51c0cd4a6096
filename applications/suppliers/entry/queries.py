"""What stands in the POOL about a company."""

from django.db.models import Exists, OuterRef, QuerySet

from applications.suppliers.entry.models import DirectoryConsent, Technology
from applications.suppliers.entry.vocabulary import terms
from applications.suppliers.models import PoolState, Supplier


def listed_suppliers() -> QuerySet[Supplier]:
    """Approved companies that agreed to be shown in the public directory and have not taken it back."""
    agreed = DirectoryConsent.objects.filter(supplier=OuterRef("pk"), revoked_at=None)
    return Supplier.objects.filter(Exists(agreed), pool_state=PoolState.APPROVED)


def is_listed(supplier: Supplier) -> bool:
    """Whether the public directory shows the company today."""
    return listed_suppliers().filter(pk=supplier.pk).exists()


def technology_names(supplier: Supplier) -> list[str]:
    """The technologies of a company in official order, in the language of the page."""
    held = set(Technology.objects.filter(supplier=supplier).values_list("code", flat=True))
    return [one.label for one in terms("technology") if one.code in held]
