"""A mark sheet while it is worked on: its items, what was posted for them, and what came of it."""

from typing import Any

from django.http import Http404, QueryDict
from django.urls import reverse

from applications.people.models import User
from diagnosis.answers.absences import decisions_of, treatment
from diagnosis.answers.forms import is_posted
from diagnosis.answers.queries import answers_of, evidence_of, reading_of
from diagnosis.panels.forms import MarkForm, OpinionForm, Row
from diagnosis.panels.marking import missing_in, save_marks, save_opinion
from diagnosis.panels.models import Assignment, Mark
from diagnosis.panels.permissions import may_mark, sheet_of
from diagnosis.panels.queries import marks_by_item
from diagnosis.panels.totals import running_total
from grading.values import Item


class SheetPage:
    """All items that a panel marks. `save` stores what can be stored and leaves the rest to be shown as typed."""

    def __init__(self, place: Assignment, *, by: User, data: QueryDict | None = None, only: str = "") -> None:
        self.place, self.application, self.by = place, place.application, by
        self.sheet = sheet_of(place)
        self.track = reading_of(self.application)
        self.verdict = may_mark(by, place)
        self.marks: dict[str, Mark] = marks_by_item(self.sheet.marks.all()) if self.sheet else {}
        self.decisions = decisions_of(self.application) if self.track.spreading else {}
        self.absent = frozenset(code for code, one in self.decisions.items() if one.granted)
        self.is_fragment = bool(only)  # the answer to one save shows nothing of the supplier's
        self.rows = self._rows(data, [i for i in self.track.panel_items if only in ("", i.code)])
        self.opinion = self._opinion(data)

    def save(self) -> bool:
        """Store marks and opinion; True when nothing is left to be mended. Raises SheetClosed."""
        assert self.sheet is not None  # may_mark refuses places without a sheet
        ready = [row for row in self.rows if row.form.is_bound and row.form.is_valid()]
        saved = save_marks(self.sheet, [row.form.draft() for row in ready], by=self.by)
        self.marks |= saved.marks
        for row in self.rows:
            row.mark = self.marks.get(row.item.code)
            row.theirs = saved.stale.get(row.item.code)
        if self.opinion.is_bound and self.opinion.is_valid():
            save_opinion(self.sheet, self.opinion.cleaned_data["opinion"], by=self.by)
        return not (self.opinion.errors or any(row.form.errors or row.theirs for row in self.rows))

    @property
    def has_stale(self) -> bool:
        return any(row.theirs for row in self.rows)

    @property
    def missing(self) -> list[Item]:
        return missing_in(self.track.panel_items, self.marks, self.absent)

    def address(self, item_code: str = "") -> str:
        """The sheet, at one of its items where one is named."""
        page = reverse("panels:sheet", args=[self.application.code])
        return f"{page}#item-{item_code}" if self.track.has_item(item_code) else page

    def context(self) -> dict[str, Any]:
        """What the templates of a sheet read."""
        return {
            "page": self,
            "place": self.place,
            "application": self.application,
            "sheet": self.sheet,
            "track": self.track,
            "rows": self.rows,
            "opinion": self.opinion,
            "editable": bool(self.verdict),
            "refusal": self.verdict.reason,
            "running": running_total(self.application, self.marks.values(), self.absent),
        }

    def _rows(self, data: QueryDict | None, items: list[Item]) -> list[Row]:
        answers, evidence = (
            ({}, {}) if self.is_fragment else (answers_of(self.application), evidence_of(self.application))
        )
        return [
            Row(
                item,
                MarkForm(self.track, item, self.marks.get(item.code), self._posted(item, data)),
                self.marks.get(item.code),
                answers.get(item.code),
                evidence.get(item.code, []),
                decision=self.decisions.get(item.code),
                treatment=treatment(self.track, item),
            )
            for item in items
        ]

    def _posted(self, item: Item, data: QueryDict | None) -> QueryDict | None:
        """What was sent for an item; nothing is taken for one that does not apply."""
        return data if item.code not in self.absent and is_posted(item, data) else None

    def _opinion(self, data: QueryDict | None) -> OpinionForm:
        said = data if data is not None and "opinion" in data else None
        return OpinionForm(said, initial={"opinion": self.sheet.opinion if self.sheet else ""})


def item_page(place: Assignment, code: str, *, by: User, data: QueryDict) -> SheetPage:
    """One item. Raises Http404 for an item that the panel does not mark, or that does not apply."""
    page = SheetPage(place, by=by, data=data, only=code)
    if not page.rows or code in page.absent:
        raise Http404(code)
    return page
