"""A page of answers while it is worked on: its items, what was posted for them, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from applications.documents.files.recognise import ACCEPT, kinds_text, limit
from applications.documents.files.refusal import FileRefused
from applications.documents.freshness import forecast
from applications.documents.kinds import kind_of
from applications.documents.pages import sending_context
from applications.documents.uploads import taken
from applications.filing.models import Application
from applications.filing.permissions import may_answer
from applications.filing.supplements import is_open, open_request
from applications.people.models import User
from diagnosis.answers.absences import claims_in, decisions_of
from diagnosis.answers.earlier import earlier_answers, is_empty
from diagnosis.answers.estimates import outlook_of
from diagnosis.answers.forms import LONGEST_TEXT, PickForm, Row, rows_of, uploads_in
from diagnosis.answers.models import Absence, Evidence
from diagnosis.answers.queries import (
    answers_of,
    company_lines,
    document_gaps,
    evidence_of,
    progress_of,
    reading_of,
)
from diagnosis.answers.services import Draft, attach, bring_up_to_date, check, detach, save_answers, take_over
from grading.values import Item, Section

Files = MultiValueDict[str, UploadedFile]


@dataclass(frozen=True)
class Settled:
    """How a conflict ends on a page without a script: the item whose stored text gives way, stands, or joins one's own.

    A conflict that no button has ended stays one: whoever presses another button has not decided.
    """

    mine: str = ""
    theirs: str = ""
    both: str = ""

    @classmethod
    def posted(cls, data: QueryDict) -> "Settled":
        """What the buttons of the page said."""
        return cls(data.get("mine", ""), data.get("theirs", ""), data.get("both", ""))


class AnswerPage:
    """Some items of one section. `save` stores what can be stored and leaves the rest to be shown as typed."""

    def __init__(
        self,
        application: Application,
        section: Section,
        items: Sequence[Item],
        *,
        by: User,
        data: QueryDict | None = None,
        with_files: bool = True,
    ) -> None:
        self.application, self.section, self.by = application, section, by
        self.track = reading_of(application)
        self.answers = answers_of(application)
        evidence = evidence_of(application) if with_files else {}
        self.verdict = may_answer(by, application)
        self.supplement = open_request(application)
        self.rows = self.open_rows(rows_of(self.track, items, self.answers, evidence, data), evidence)
        if with_files:
            lines = company_lines(application, self.answers, to=by)
            for row in self.rows:
                row.company = lines[row.item.code]
            self.offer_earlier()
        self.show_claims()

    def open_rows(self, rows: list[Row], evidence: dict[str, list[Evidence]]) -> list[Row]:
        """The rows, each saying whether it may be changed and what was asked of it; a shut one as it is stored."""
        points = self.supplement.points.all() if self.supplement else ()
        asked = {point.item_code: point for point in points}
        for place, row in enumerate(rows):
            row.editable = bool(self.verdict) and is_open(self.supplement, row.item.code)
            if not row.editable and row.form.is_bound:
                rows[place] = rows_of(self.track, [row.item], self.answers, evidence)[0]
            if point := asked.get(row.item.code):
                rows[place].asked = point.note
                rows[place].asked_documents = [one.name for one in point.documents.all()]
        return rows

    def save(self, files: Files, *, remove: str = "", renew: str = "", settled: Settled | None = None) -> bool:
        """Store answers and files; True when nothing is left to be mended. Raises AnswersClosed.

        `remove` is the id of an evidence to take back, `renew` of one to bring up to date, as posted.
        """
        saved = save_answers(self.application, self.drafts(settled or Settled()), by=self.by)
        self.answers |= saved.answers
        for row in self.rows:
            row.answer = self.answers.get(row.item.code)
            row.theirs = saved.stale.get(row.item.code)
            if not row.editable:
                continue
            self.take_back(row, remove)
            self.renew(row, renew)
            self.take_files(row, uploads_in(files, row.item))
        self.__dict__.pop("decisions", None)  # an answer that changed has lost what was decided on it
        self.show_claims()
        return not (self.has_stale or self.has_faults)

    def drafts(self, settled: Settled) -> list[Draft]:
        """What is fit to be stored, once it is said how conflicts end."""
        ready = [row for row in self.rows if row.editable and row.form.is_bound and row.form.is_valid()]
        return [self.decided(row, settled) for row in ready if row.item.code != settled.theirs]

    def decided(self, row: Row, settled: Settled) -> Draft:
        """What a row wants to be stored: upon the version that a conflict showed where that has been decided, and with
        the stored text behind one's own where both are to be worked into one."""
        draft, code = row.form.draft(), row.item.code
        seen = row.form.cleaned_data["seen"]
        if seen is not None and code in (settled.mine, settled.both):
            draft = replace(draft, version=seen)
        stored = self.answers.get(code)
        return replace(draft, text=f"{draft.text}\n\n{stored.text}") if stored and code == settled.both else draft

    def show_claims(self) -> None:
        """Put each claim that an item does not apply, and what was decided on it, beside its item."""
        claims = claims_in(self.track, self.answers, self.decisions)
        for row in self.rows:
            row.claim = claims.get(row.item.code)

    @cached_property
    def decisions(self) -> dict[str, Absence]:
        """What was decided; there is nothing to ask for where no item may be left out."""
        return decisions_of(self.application) if self.track.spreading else {}

    def offer_earlier(self) -> None:
        """Put what was said in the earlier round beside each item that is still empty."""
        empty = [row for row in self.rows if row.editable and is_empty(row.answer)]
        offered = earlier_answers(self.application) if empty else {}
        for row in empty:
            row.earlier = offered.get(row.item.code)

    def take_up(self, data: QueryDict) -> None:
        """Bring in earlier answers, all of the page or one, or say that one still holds, as the buttons posted it."""
        if "take" in data:
            codes = [row.item.code for row in self.rows if row.editable and data["take"] in ("all", row.item.code)]
            take_over(self.application, codes, by=self.by)
        if "check" in data:
            check(self.application, data.get("check", ""), by=self.by)

    @property
    def offers_earlier(self) -> list[Row]:
        """Items for which there is an earlier answer to bring in."""
        return [row for row in self.rows if row.earlier]

    def take_files(self, row: Row, uploads: Sequence[UploadedFile]) -> None:
        """Attach what may be attached and note the reason for each file that may not."""
        for upload in uploads:
            try:
                attach(self.application, row.item.code, upload, by=self.by)
            except FileRefused as refused:
                row.file_faults.append(f"{upload.name}: {refused}")
        if uploads:
            row.evidence = evidence_of(self.application).get(row.item.code, [])

    def take_sent(self, row: Row, keys: Sequence[str]) -> None:
        """Attach files that came in pieces, each named by the key of its upload."""
        for key in keys:
            try:
                with taken(key, by=self.by) as whole:
                    self.take_files(row, [whole])
            except FileRefused as refused:
                row.file_faults.append(str(refused))

    def take_back(self, row: Row, evidence_id: str) -> None:
        """Detach the named evidence where it belongs to this row."""
        for use in [use for use in row.evidence if str(use.pk) == evidence_id]:
            detach(use, by=self.by)
            row.evidence.remove(use)

    def renew(self, row: Row, evidence_id: str) -> None:
        """Put the newest version forward instead of the named evidence where it belongs to this row."""
        for use in [use for use in row.evidence if str(use.pk) == evidence_id]:
            bring_up_to_date(use, by=self.by)

    @property
    def has_stale(self) -> bool:
        return any(row.theirs for row in self.rows)

    @property
    def has_faults(self) -> bool:
        return any(row.form.errors or row.file_faults for row in self.rows)

    @property
    def is_last(self) -> bool:
        return self.section.code == self.track.sections[-1].code

    def after(self, data: QueryDict) -> str:
        """Where a saved page leads: on, to the documents to choose from, or to the item being worked on."""
        if "next" in data:
            return self.next_address()
        if self.track.has_item(data.get("pick", "")):
            return reverse("answers:pick", args=[self.application.code, data["pick"]])
        worked_on = (data.get(name) for name in ("at", "mine", "both", "theirs", "take", "check"))
        return self.address(next(filter(None, worked_on), ""))

    def next_address(self) -> str:
        codes = [section.code for section in self.track.sections]
        place = codes.index(self.section.code) + 1
        if place == len(codes):
            return reverse("submissions:review", args=[self.application.code])
        return reverse("answers:section", args=[self.application.code, codes[place]])

    def address(self, item_code: str = "") -> str:
        """The section's page, at one of its items where one is named."""
        page = reverse("answers:section", args=[self.application.code, self.section.code])
        return f"{page}#item-{item_code}" if item_code and self.track.has_item(item_code) else page

    def context(self) -> dict[str, Any]:
        """What the templates of answers read."""
        outlook = outlook_of(self.application, self.answers)
        for row in self.rows:
            row.document_gaps = document_gaps(self.application, {row.item.code: row.evidence})
        return {
            "page": self,
            "application": self.application,
            "track": self.track,
            "section": self.section,
            "rows": self.rows,
            "editable": bool(self.verdict),
            "supplement": self.supplement,
            "refusal": self.verdict.reason,
            "progress": progress_of(self.track, self.answers),
            "outlook": outlook,
            "estimate": outlook.estimate,
            "missing": [(self.track.item(left.code), left.at_stake) for left in outlook.estimate.missing],
            "accept": ACCEPT,
            "kinds": kinds_text(),
            "limit_mb": limit() // 1024**2,
            "sending": sending_context(),
            "longest": LONGEST_TEXT,
        }


def section_page(application: Application, code: str, *, by: User, data: QueryDict | None = None) -> AnswerPage:
    """All items of a section. Raises Http404 for a section that the track does not have."""
    section = _section(application, code)
    return AnswerPage(application, section, section.items, by=by, data=data)


def item_page(
    application: Application, code: str, *, by: User, data: QueryDict | None = None, with_files: bool = True
) -> AnswerPage:
    """One item, with its files unless they are of no concern. Raises Http404 for an item the track does not have."""
    track = reading_of(application)
    if not track.has_item(code):
        raise Http404(code)
    item = track.item(code)
    section = _section(application, item.section)
    return AnswerPage(application, section, [item], by=by, data=data, with_files=with_files)


def pick_page(application: Application, code: str, *, data: QueryDict | None = None) -> dict[str, Any]:
    """What the page reads on which documents are chosen for an item. Raises Http404 for an unknown item."""
    track = reading_of(application)
    if not track.has_item(code):
        raise Http404(code)
    item = track.item(code)
    form = PickForm(application, track, item, data)
    used = {use.version_id for use in evidence_of(application).get(code, [])}
    chosen = set(form["documents"].value() or [])
    return {
        "application": application,
        "item": item,
        "form": form,
        "choices": [
            (version, kind_of(version.document.kind), forecast(version, application.round), version.pk in used)
            for version in form.versions.values()
        ],
        "chosen": [version.key for key, version in form.versions.items() if key in chosen],
        "back": f"{reverse('answers:section', args=[application.code, item.section])}#item-{code}",
    }


def _section(application: Application, code: str) -> Section:
    for section in reading_of(application).sections:
        if section.code == code:
            return section
    raise Http404(code)
