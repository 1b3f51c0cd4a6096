"""A section as a page shows it: its form or rows, what was typed, who saved it, where to go next."""

from dataclasses import dataclass, field
from functools import cached_property
from secrets import token_hex
from typing import Any

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from applications.documents.files.recognise import ACCEPT
from applications.documents.queries import latest_versions
from applications.suppliers.entry.judging import Judged, form_of, judge
from applications.suppliers.entry.models import WrittenSection
from applications.suppliers.entry.sections import SECTIONS, Section
from applications.suppliers.entry.services import Said
from applications.suppliers.entry.tables import EVIDENCE, MARK, Rows, standing_rows
from applications.suppliers.entry.telling import row_summary
from applications.suppliers.entry.vocabulary import terms
from applications.suppliers.models import Supplier

FEW = 3
TEMPLATES = {"technology": "suppliers/entry/_technology.html", "ai": "suppliers/entry/_matrix.html"}


@dataclass
class SectionPage:
    """One section of one company. `judged` is what the page shows; `saved` what is stored."""

    supplier: Supplier
    section: Section
    saved: WrittenSection | None
    judged: Judged
    is_none: bool
    has_blank: bool = False
    kept_token: str = ""
    standing: dict[str, Rows] = field(default_factory=dict)

    @property
    def version(self) -> int:
        """What the next save has to name."""
        return self.saved.version if self.saved else 0

    @property
    def token(self) -> str:
        """Tells this opened page from others, so that its own saves never stand in its way."""
        return self.kept_token or token_hex(8)

    @property
    def accept(self) -> str:
        """What a file field takes."""
        return ACCEPT

    @property
    def body(self) -> str:
        """The template of the fields."""
        if self.section.many:
            return "suppliers/entry/_rows.html"
        return TEMPLATES.get(self.section.code, "suppliers/entry/_facts.html")

    @property
    def blank(self) -> forms.Form | None:
        """One more row to fill in: asked for, or the first of all."""
        if self.section.many and (self.has_blank or not self.judged.forms) and not self.is_none:
            return self._offer_files(form_of(self.section, None, len(self.judged.forms)))
        return None

    @cached_property
    def files(self) -> list[tuple[str, str]]:
        """The company's stored files as choices."""
        return [("", _("보관함에서 고르기")), *((str(one.key), one.name) for one in latest_versions(self.supplier.pk))]

    def _offer_files(self, form: forms.Form) -> forms.Form:
        chosen = str(form[EVIDENCE].value() or "")
        older = [] if chosen in dict(self.files) else [(chosen, _("지금 파일"))]
        form.fields[EVIDENCE].widget.choices = [*self.files, *older]
        return form

    @property
    def count(self) -> int:
        """How many rows the page posts."""
        return len(self.judged.forms) + (self.blank is not None)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Each row with the words it is folded under; faulty ones stand open, and all where they are few."""
        few = len(self.judged.forms) <= FEW
        for form in self.judged.forms:
            self._offer_files(form)
        pairs = zip(self.judged.forms, self.judged.typed, strict=True)
        return [
            {"form": form, "summary": row_summary(self.section.code, typed), "is_open": few or bool(form.errors)}
            for form, typed in pairs
        ]

    @property
    def form(self) -> forms.Form:
        """The form of a section without rows."""
        return self.judged.forms[0]

    @property
    def following(self) -> Section | None:
        """The section after this one."""
        place = SECTIONS.index(self.section) + 1
        return SECTIONS[place] if place < len(SECTIONS) else None

    @property
    def following_url(self) -> str:
        """Where «save and go on» leads."""
        next_one = self.following
        return reverse("suppliers:section", args=[next_one.code]) if next_one else reverse("suppliers:profile")

    def technologies(self) -> list[tuple[Any, list[Any], list[Any]]]:
        """Group, columns, and for each technology its boxes (id, value, label, checked)."""
        held = set(self.judged.typed[0].get("held", ()))
        found = []
        for group in terms("technology_group"):
            modes = [(mode.code, mode.label) for mode in terms("mode")] if group.code == "SW" else [("", group.label)]
            rows = [(one, [_box(one.code, mode, label, held) for mode, label in modes]) for one in _in(group.code)]
            found.append((group, [label for _mode, label in modes], rows))
        return found

    def matrix(self) -> tuple[list[Any], list[tuple[Any, list[Any]]]]:
        """Functions as columns and, for each process, its boxes."""
        ticked = set(self.judged.typed[0].get("cells", ()))
        functions = list(terms("ai_function"))
        rows = [
            (process, [_box(one.code, process.code, one.label, ticked) for one in functions])
            for process in terms("ai_process")
        ]
        return functions, rows


def page_of(supplier: Supplier, section: Section, *, has_blank: bool = False) -> SectionPage:
    """The section as stored: typed last, or what stands."""
    saved = WrittenSection.objects.filter(supplier=supplier, code=section.code).select_related("saved_by").first()
    standing = standing_rows(supplier)
    rows = saved.rows if saved else standing[section.code]
    is_fresh = not section.many and not rows
    judged = Judged([{}], [form_of(section, None, 0)], None) if is_fresh else judge(section, rows)
    return SectionPage(supplier, section, saved, judged, bool(saved and saved.is_none), has_blank, standing=standing)


def said_in(section: Section, data: QueryDict, rows: Rows) -> tuple[Judged, Said]:
    """What a posted page says with these rows of it."""
    judged = judge(section, rows)
    version = data.get("version", "")
    is_none = bool(section.none_label) and bool(data.get("is_none")) and not rows
    seen = int(version) if version.isdecimal() else 0
    return judged, Said(judged.typed, judged.clean, judged.faults, seen, is_none, data.get("page", "")[:32])


def _in(group: str) -> list[Any]:
    return [one for one in terms("technology") if one.group == group]


def _box(first: str, second: str, label: str, ticked: set[str]) -> dict[str, Any]:
    value = f"{first}{MARK}{second}"
    return {"value": value, "id": f"{first}-{second}", "label": label, "is_ticked": value in ticked}
