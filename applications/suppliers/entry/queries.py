"""Whom the public directory may show."""

from django.db.models import Exists, OuterRef, QuerySet

from applications.suppliers.entry.models import DirectoryConsent
from applications.suppliers.models import PoolState, Supplier


def listed_suppliers() -> QuerySet[Supplier]:
    """Approved companies that agreed to be shown in the public directory and have not taken it back."""
    agreed = DirectoryConsent.objects.filter(supplier=OuterRef("pk"), revoked_at=None)
    return Supplier.objects.filter(Exists(agreed), pool_state=PoolState.APPROVED)
