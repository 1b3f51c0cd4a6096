"""How far an entry has come: what each section lacks before the entry can be submitted."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications import clock
from applications.suppliers.entry.models import WrittenSection
from applications.suppliers.entry.requirements import requirements
from applications.suppliers.entry.sections import SECTIONS, Section
from applications.suppliers.entry.tables import NEEDED, Row, Rows, standing_rows
from applications.suppliers.models import LegalForm, Supplier

Written = Mapping[str, WrittenSection]


@dataclass(frozen=True)
class Progress:
    """A section with what it lacks, as sentences; `count`: rows or ticks; `waits`: changed and not in force yet."""

    section: Section
    gaps: tuple[str, ...]
    count: int
    waits: bool
    is_none: bool

    @property
    def is_done(self) -> bool:
        """Whether nothing is lacking and something is said."""
        return not self.gaps and (self.count > 0 or self.is_none)


def progress_of(supplier: Supplier, standing: Mapping[str, Rows], written: Written) -> list[Progress]:
    """Every section in the order of the page."""
    return [_progress(supplier, section, standing[section.code], written.get(section.code)) for section in SECTIONS]


def written_of(supplier: Supplier) -> dict[str, WrittenSection]:
    """The sections as they were typed last, by code."""
    return {one.code: one for one in WrittenSection.objects.filter(supplier=supplier).select_related("saved_by")}


def missing(supplier: Supplier) -> list[str]:
    """What the entry still lacks before it can be submitted, one line a section."""
    found = progress_of(supplier, standing_rows(supplier), written_of(supplier))
    return [f"{one.section.label}: {', '.join(one.gaps)}" for one in found if one.gaps]


def _progress(supplier: Supplier, section: Section, stands: Rows, written: WrittenSection | None) -> Progress:
    waits = written is not None and written.waits
    rows: Rows = written.ready or written.rows if waits and written else stands
    is_none = bool(section.none_label) and written is not None and written.is_none and not rows
    gaps: list[str] = []
    if written is not None and waits and written.faults:
        gaps.append(_faulty(section, written.faults))
    elif section.is_required and not is_none:
        gaps += _lacking(supplier, section, rows)
    return Progress(section, tuple(gaps), _count(rows), waits, is_none)


def _faulty(section: Section, faults: int) -> str:
    if not section.many:
        return _("고칠 곳이 있음")
    return ngettext("고칠 줄 %(n)s개", "고칠 줄 %(n)s개", faults) % {"n": faults}


def _lacking(supplier: Supplier, section: Section, rows: Rows) -> list[str]:
    if section.code in NEEDED:
        return _blank(rows[0], NEEDED[section.code]) + _corporate(rows[0])
    if section.code == "staff" and len(rows) < requirements().minimum_staff:
        return [_("%(n)s명 이상 필요") % {"n": requirements().minimum_staff}]
    if section.code == "finance":
        return _years(supplier, rows)
    return [] if _count(rows) else [_("비어 있음")]


def _blank(row: Row, names: tuple[str, ...]) -> list[str]:
    columns = (Supplier._meta.get_field(name) for name in names)
    return [str(column.verbose_name) for column in columns if row.get(column.name) in (None, "")]  # type: ignore[union-attr]


def _corporate(row: Row) -> list[str]:
    is_needed = row.get("legal_form") not in (None, "", LegalForm.SOLE) and not row.get("corporate_number")
    return [_("법인등록번호")] if is_needed else []


def _years(supplier: Supplier, rows: Rows) -> list[str]:
    """The closed years since the founding, no more than asked for, that have no figures."""
    last, asked = clock.today().year - 1, requirements().finance_years
    first = max(last - asked + 1, supplier.founded_on.year if supplier.founded_on else 0)
    given = {int(row["year"]) for row in rows}
    lacking = [year for year in range(last, first - 1, -1) if year not in given]
    return [_("%(years)s년") % {"years": ", ".join(map(str, lacking))}] if lacking else []


def _count(rows: Rows) -> int:
    """Rows, or the ticks of a section that is ticked; a section of single fields counts as one."""
    if len(rows) == 1 and all(isinstance(value, list) for value in rows[0].values()):
        return sum(len(value) for value in rows[0].values())
    return len(rows)
