"""Files behind the rows of an entry: taken in with the page that brings them, and told to the store of documents."""

from collections.abc import Iterable, Sequence

from django.core.files.base import File
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from applications.documents.files.refusal import FileRefused
from applications.documents.services import keep
from applications.documents.uses import SOURCES, Use
from applications.people.models import User
from applications.suppliers.entry.sections import BY_CODE, Section
from applications.suppliers.entry.tables import EVIDENCE, ROW_TABLES, Rows
from applications.suppliers.models import Supplier


def keep_proofs(
    supplier: Supplier, section: Section, rows: Rows, uploads: "MultiValueDict[str, File[bytes]]", *, by: User
) -> list[str]:
    """Store the files that came with the rows and write their keys into these; says what was refused, and why.

    A file is named `0-upload` after the place of its row on the page, which the row carries as `place`.
    """
    refused = []
    for row in rows:
        upload = uploads.get(f"{row.pop('place', '')}-upload") if section.many else None
        if upload is None:
            continue
        try:
            row[EVIDENCE] = str(keep(supplier.pk, upload, by=by).version.key)
        except FileRefused as why:
            refused.append(_("«%(name)s»: %(why)s") % {"name": upload.name, "why": why})
    return refused


def uses_in_entries(version_ids: Sequence[int]) -> Iterable[Use]:
    """Rows that stand with one of these files behind them; rows can be changed, so none of them is filed."""
    for code, (table, _names) in ROW_TABLES.items():
        used = table._default_manager.filter(evidence__in=version_ids).values_list("evidence", flat=True)
        for version_id in used:
            label = _("POOL 등록: %(section)s") % {"section": BY_CODE[code].label}
            yield Use(version_id, label, reverse("suppliers:section", args=[code]), filed=False)


SOURCES.append(uses_in_entries)
