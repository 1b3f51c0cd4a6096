"""Writing an entry: sections, the consent to be shown, the yearly confirmation."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from applications import clock
from applications.audit.services import record
from applications.people.models import User
from applications.suppliers.entry.changes.queries import open_change_of
from applications.suppliers.entry.models import DirectoryConsent, WrittenSection
from applications.suppliers.entry.permissions import closed_because, opens_directly
from applications.suppliers.entry.requirements import requirements
from applications.suppliers.entry.sections import Section
from applications.suppliers.entry.tables import Rows, standing_rows, write_rows
from applications.suppliers.models import PoolState, Supplier
from applications.suppliers.queries import stream_of


class SavedMeanwhile(Exception):
    """Somebody else saved the section after this person opened it; the first argument is what they saved."""


class SectionClosed(PermissionDenied):
    """The entry has left the states in which the section is written; str() is the sentence to show."""


@dataclass(frozen=True)
class Said:
    """A section as somebody wants it: rows as typed and as the tables take them, and the version they saw."""

    rows: Rows
    clean: Rows | None
    faults: int
    version: int
    is_none: bool = False
    page: str = ""


@transaction.atomic
def save_section(supplier: Supplier, section: Section, said: Said, *, by: User) -> WrittenSection:
    """Keep everything typed; let it stand where nothing is at fault and no approval is needed.

    Raises SavedMeanwhile and SectionClosed; saving the same twice leaves no second event.
    """
    held = _hold(supplier, section)
    written = _present(held, section, said, by=by)
    if written.version and (written.rows, written.is_none) == (said.rows, said.is_none):
        return written
    written.rows, written.ready, written.faults = said.rows, said.clean, said.faults
    written.is_none = said.is_none and not said.rows
    written.saved_at, written.saved_by, written.version = clock.now(), by, written.version + 1
    written.page = said.page
    written.waits = said.clean is None or not _stands(held, section, said.clean)
    written.save()
    told = {"section": section.code, "rows": len(said.rows), "faults": said.faults}
    record(stream_of(supplier), "entry.saved", by=by, data=told)
    return written


@transaction.atomic
def take_back(supplier: Supplier, *, by: User) -> int:
    """Forget changes that wait for approval or mending and show again what stands; says how many sections."""
    waiting = WrittenSection.objects.filter(supplier=supplier, waits=True)
    codes = sorted(waiting.values_list("code", flat=True))
    if codes:
        waiting.delete()
        record(stream_of(supplier), "entry.taken_back", by=by, data={"sections": codes})
    return len(codes)


def let_waiting_stand(supplier: Supplier) -> None:
    """Write sections that wait only for approval, inside the transaction of the move that makes it unneeded."""
    for written in WrittenSection.objects.filter(supplier=supplier, waits=True).exclude(ready=None):
        write_rows(supplier, written.code, written.ready or [])
        WrittenSection.objects.filter(pk=written.pk).update(waits=False)


@transaction.atomic
def agree_to_listing(supplier: Supplier, *, by: User) -> DirectoryConsent:
    """Let the public directory show the company; agreeing twice is agreeing once."""
    consent, made = DirectoryConsent.objects.get_or_create(
        supplier=supplier, revoked_at=None, defaults={"given_by": by}
    )
    if made:
        record(stream_of(supplier), "consent.given", by=by)
    return consent


@transaction.atomic
def end_listing(supplier: Supplier, *, by: User) -> bool:
    """Take the consent back, from now on; whether there was one."""
    standing = DirectoryConsent.objects.filter(supplier=supplier, revoked_at=None)
    ended = bool(standing.update(revoked_at=clock.now(), revoked_by=by))
    if ended:
        record(stream_of(supplier), "consent.revoked", by=by)
    return ended


@transaction.atomic
def confirm_entry(supplier: Supplier, *, by: User) -> bool:
    """Say that an approved entry still holds, which renews it; once a day is enough."""
    today = clock.today()
    due = requirements().refresh_due(today)
    approved = Supplier.objects.filter(pk=supplier.pk, pool_state=PoolState.APPROVED)
    renewed = bool(approved.exclude(confirmed_on=today).update(confirmed_on=today, refresh_due_on=due))
    if renewed:
        record(stream_of(supplier), "entry.confirmed", by=by, data={"due_on": due})
    return renewed


def note_staff_reading(supplier: Supplier, *, by: User) -> None:
    """Write down that somebody of another organisation was shown the company's people."""
    record(stream_of(supplier), "entry.staff_read", by=by)


def _hold(supplier: Supplier, section: Section) -> Supplier:
    """The company as it is now, kept from moving until the transaction ends. Raises SectionClosed."""
    held = Supplier.objects.select_for_update().get(pk=supplier.pk)
    if why := closed_because(held, section, open_change_of(held)):
        raise SectionClosed(why)
    return held


def _present(supplier: Supplier, section: Section, said: Said, *, by: User) -> WrittenSection:
    written = WrittenSection.objects.filter(supplier=supplier, code=section.code).select_related("saved_by").first()
    if written is None and said.version == 0:
        try:
            with transaction.atomic():
                return WrittenSection.objects.create(supplier=supplier, code=section.code, version=0, saved_by=by)
        except IntegrityError:
            written = WrittenSection.objects.get(supplier=supplier, code=section.code)
    if written is None:
        return WrittenSection(supplier=supplier, code=section.code, version=said.version, saved_by=by)
    if written.version != said.version and (not said.page or written.page != said.page):
        raise SavedMeanwhile(written)
    return written


def _stands(supplier: Supplier, section: Section, clean: Rows) -> bool:
    """Whether sound rows stand from now on, because they may or because they say what stood already."""
    if opens_directly(supplier, section):
        write_rows(supplier, section.code, clean)
        return True
    return plain(clean) == plain(standing_rows(supplier)[section.code])


def plain(rows: Rows) -> list[dict[str, Any]]:
    """Rows with every value as text, so that stored and typed ones can be compared."""
    return [{name: _plain(value) for name, value in row.items()} for row in rows if any(row.values())]


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, list) else "" if value is None else str(value)
