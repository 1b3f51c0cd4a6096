"""Keeping the directory in step with what it is drawn from. A copy for search: its changes are no acts to record."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import uuid4

from django.db import transaction

from applications import clock
from applications.audit.models import Event
from applications.suppliers.entry.queries import listed_suppliers
from applications.suppliers.models import Supplier
from diagnosis.directory.models import Edition, Listing, ListingText
from diagnosis.directory.spelling import key
from diagnosis.directory.writing import Entry, Said, entries

CHUNK = 2000
COLUMNS = ("name", "outcome_id", "level", "level_rank", "records", "terms")
ABOUT = ("supplier.", "run.confirm", "run.publish", "ruling.")  # acts after which a company may look different


def refresh() -> int:
    """Write anew what differs from what stands today, and return how many companies that were."""
    begun = clock.now()
    _rows, gone = Listing.objects.exclude(supplier__in=listed_suppliers()).delete()
    changed = gone.get(Listing._meta.label, 0) + sum(_write(chunk) for chunk in _chunks())
    news = {"mark": uuid4()} if changed else {}
    Edition.objects.filter(pk=_edition().pk).update(read_until=begun, **news)
    return changed


def refresh_if_due() -> int:
    """The same, where something was done since the last time that may change what the directory says."""
    return refresh() if _is_due(_edition().read_until) else 0


def _is_due(since: datetime | None) -> bool:
    if since is None:
        return True
    verbs = Event.objects.filter(at__gte=since).order_by().values_list("verb", flat=True).distinct()
    return any(verb.startswith(ABOUT) for verb in verbs)


def _edition() -> Edition:
    return Edition.objects.get_or_create(pk=1)[0]


def _chunks() -> Iterator[list[Supplier]]:
    last = 0
    while chunk := list(listed_suppliers().filter(pk__gt=last).order_by("pk")[:CHUNK]):
        yield chunk
        last = chunk[-1].pk


@transaction.atomic
def _write(suppliers: Sequence[Supplier]) -> int:
    """Write the companies that differ; searchers see all of a chunk or nothing."""
    Edition.objects.select_for_update().get(pk=_edition().pk)  # one writer at a time
    standing = {
        one.supplier_id: one for one in Listing.objects.filter(supplier__in=suppliers).prefetch_related("texts")
    }
    changed = [one for one in entries(suppliers) if _differs(standing.get(one.supplier.pk), one)]
    if not changed:
        return 0
    rows = [Listing(supplier=one.supplier, **_columns(one)) for one in changed]
    Listing.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["supplier"], update_fields=[*COLUMNS, "written_at"]
    )
    listings = dict(
        Listing.objects.filter(supplier__in=[one.supplier for one in changed]).values_list("supplier", "pk")
    )
    ListingText.objects.filter(listing__supplier__in=[one.supplier for one in changed]).delete()
    ListingText.objects.bulk_create(
        ListingText(listing_id=listings[one.supplier.pk], kind=kind, text=text, key=key(text))
        for one in changed
        for kind, text in one.said
    )
    return len(changed)


def _columns(entry: Entry) -> dict[str, object]:
    return {"name": entry.supplier.name} | {name: getattr(entry, name) for name in COLUMNS[1:]}


def _differs(listing: Listing | None, entry: Entry) -> bool:
    if listing is None or {name: getattr(listing, name) for name in COLUMNS} != _columns(entry):
        return True
    said: set[Said] = {(text.kind, text.text) for text in listing.texts.all()}  # type: ignore[misc]
    return said != set(entry.said)
