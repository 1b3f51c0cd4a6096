"""Uploaded workbooks: kept as they were read, taken over once, and forgotten."""

from datetime import timedelta
from typing import Any

from django.db import transaction

from applications import clock
from applications.audit.services import record
from applications.people.models import User
from applications.suppliers.entry.judging import clean_row, judge
from applications.suppliers.entry.models import WrittenSection
from applications.suppliers.entry.requirements import requirements
from applications.suppliers.entry.sections import BY_CODE, Section
from applications.suppliers.entry.services import Said, plain, save_section
from applications.suppliers.entry.sheets.models import SheetUpload
from applications.suppliers.entry.tables import EVIDENCE, Row, Rows, standing_rows
from applications.suppliers.models import Supplier
from applications.suppliers.queries import stream_of


class TakenAlready(Exception):
    """The upload was taken over before; taking it again changes nothing."""


class HasFaults(Exception):
    """Some rows have faults and nobody asked for the sound ones alone."""


@transaction.atomic
def keep_upload(
    supplier: Supplier, section: Section, name: str, sha256: str, rows: list[Any], *, by: User
) -> SheetUpload:
    """Keep a workbook as it was read; the one before it that nobody took over is forgotten."""
    SheetUpload.objects.filter(supplier=supplier, code=section.code, taken_at=None).delete()
    return SheetUpload.objects.create(
        supplier=supplier, code=section.code, name=name[-200:], sha256=sha256, rows=rows, uploaded_by=by
    )


@transaction.atomic
def take_over(upload: SheetUpload, *, sound_only: bool, by: User) -> SheetUpload:
    """Append the sound rows that the section does not have yet, and forget the upload's rows.

    Raises HasFaults, TakenAlready, and what save_section raises; then nothing is changed.
    """
    if not sound_only and any(row["faults"] for row in upload.rows):
        raise HasFaults
    section = BY_CODE[upload.code]
    written = WrittenSection.objects.filter(supplier=upload.supplier, code=section.code).first()
    present = written.rows if written else standing_rows(upload.supplier)[section.code]
    sound = [row for row in upload.rows if not row["faults"]]
    added = _new_rows(section, present, sound)
    values = {"taken_at": clock.now(), "added": len(added), "skipped": len(sound) - len(added), "rows": []}
    if not SheetUpload.objects.filter(pk=upload.pk, taken_at=None).update(**values):
        raise TakenAlready
    for name, value in values.items():
        setattr(upload, name, value)
    if added:
        judged = judge(section, [*present, *added])
        said = Said(judged.typed, judged.clean, judged.faults, written.version if written else 0)
        save_section(upload.supplier, section, said, by=by)
    told = {"section": upload.code, "rows": len(added), "sha256": upload.sha256}
    record(stream_of(upload.supplier), "entry.sheet_taken", by=by, data=told)
    return upload


def forget_old_uploads() -> int:
    """Delete uploads that nobody took over for some days, and receipts as old; says how many."""
    before = clock.now() - timedelta(days=requirements().sheet_keep_days)
    gone, _kinds = SheetUpload.objects.filter(uploaded_at__lt=before).delete()
    return gone


def _new_rows(section: Section, present: Rows, sound: list[Row]) -> Rows:
    """The typed rows of the upload that say something new; a row that is there twice is taken once."""
    pairs = zip(judge(section, present).forms, present, strict=True)
    known = [_compared(clean_row(form) if form.is_valid() else row) for form, row in pairs]
    found: Rows = []
    for row in sound:
        if (said := _compared(row["clean"])) not in known:
            known.append(said)
            found.append(row["typed"])
    return found


def _compared(row: Row) -> Rows:
    """What tells two rows apart: everything but the file behind them, which a workbook does not have."""
    return plain([{name: value for name, value in row.items() if name != EVIDENCE}])
