"""Changes of approved entries."""

from applications.suppliers.entry.changes.models import OPEN, EntryChange
from applications.suppliers.models import Supplier


def open_change_of(supplier: Supplier) -> EntryChange | None:
    """The change that is under way, if any."""
    return EntryChange.objects.filter(supplier=supplier, state__in=OPEN).first()


def last_change_of(supplier: Supplier) -> EntryChange | None:
    """The newest change, open or closed."""
    return EntryChange.objects.filter(supplier=supplier).order_by("-pk").first()
