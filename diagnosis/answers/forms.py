from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from applications.documents.models import DocumentVersion
from applications.documents.queries import latest_versions
from applications.filing.models import Application
from applications.rounds.wording import named
from diagnosis.answers.absences import Claim, treatment
from diagnosis.answers.earlier import Earlier
from diagnosis.answers.models import Answer, Evidence
from diagnosis.answers.queries import CompanyLine, Gap
from diagnosis.answers.services import Draft
from grading.values import KTRS, Item, Track

# Long enough for any item of the draft scheme; no notice sets a length (assumption).
LONGEST_TEXT = 5000
ABSENT = "NA"
"""The choice that an item does not apply."""


class ProseField(forms.CharField):
    """A text kept to the letter; browsers send line ends their own way, and the same text must stay the same."""

    def __init__(self, *, rows: int, **settings: Any) -> None:
        too_long = _("%(limit_value)d자까지 쓸 수 있습니다(지금 %(show_value)d자). 줄여 주세요.")
        widget = forms.Textarea(attrs={"rows": rows})
        fixed = {"required": False, "strip": False, "error_messages": {"max_length": too_long}}
        super().__init__(widget=widget, **(fixed | settings))

    def to_python(self, value: object) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")


class RatedForm(forms.Form):
    """What one person says to one item: a rating, `words` (the name of their field), and the version both are upon."""

    words: ClassVar[str]
    rating = forms.TypedChoiceField(
        label=_("평점"), required=False, coerce=Decimal, empty_value=None, widget=forms.RadioSelect
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, track: Track, item: Item, stored: Any, data: QueryDict | None = None) -> None:
        initial: dict[str, Any] = {"version": 0}
        if stored is not None:
            rating = "" if stored.rating is None else str(stored.rating)
            initial = {"version": stored.version, "rating": rating, self.words: getattr(stored, self.words)}
        super().__init__(data, initial=initial, prefix=item.code)
        self.item = item
        self.fields["rating"].choices = [(str(rating), _short(rating)) for rating in track.scale.ratings]
        self.fields["rating"].error_messages["invalid_choice"] = _("0에서 5까지 0.5 단위로만 고를 수 있습니다.")

    def chosen(self) -> str:
        """The rating that is marked now."""
        return str(self["rating"].value() or "")


class AnswerForm(RatedForm):
    """The supplier's own rating of an item and the reason for it; `seen` is the version that a conflict showed."""

    words = "text"
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    text = ProseField(label=_("설명"), max_length=LONGEST_TEXT, rows=6)

    def __init__(self, track: Track, item: Item, answer: Answer | None, data: QueryDict | None = None) -> None:
        super().__init__(track, item, answer, data)
        self.fields["rating"].label = _("자가 평점")
        if item.spread is not None:
            self.fields["rating"].choices = [
                *self.fields["rating"].choices,
                (ABSENT, pgettext_lazy("item", "해당 없음")),
            ]
            self.fields["rating"].coerce = _rating_or_absent
        if answer is not None and not answer.applies:
            self.initial["rating"] = ABSENT

    def draft(self) -> Draft:
        said = self.cleaned_data
        applies = said["rating"] != ABSENT
        rating = said["rating"] if applies else None
        return Draft(self.item.code, rating, said["text"], said["version"], applies)


class PickForm(forms.Form):
    """Documents out of the store and the items of one track they are put forward for."""

    documents = forms.MultipleChoiceField(
        label=_("문서"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("넣을 문서를 하나 이상 골라 주세요."),
            "invalid_choice": _("고른 문서가 보관함에 없습니다. 화면을 새로 고쳐 다시 골라 주세요."),
        },
    )
    items = forms.MultipleChoiceField(
        label=_("넣을 항목"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("문서를 넣을 항목을 하나 이상 골라 주세요.")},
    )

    def __init__(self, application: Application, track: Track, item: Item, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"items": [item.code]})
        self.versions = {str(version.key): version for version in latest_versions(application.supplier_id)}
        self.fields["documents"].choices = [(key, version.document.title) for key, version in self.versions.items()]
        self.fields["items"].choices = [(one.code, f"{one.code} {named(one)}") for one in track.items]

    def chosen(self) -> list[DocumentVersion]:
        """The documents that are marked."""
        return [self.versions[key] for key in self.cleaned_data["documents"]]


@dataclass
class Row:
    """One item on the page: its form, its evidence, and what went wrong with either."""

    item: Item
    form: AnswerForm
    answer: Answer | None
    evidence: list[Evidence]
    theirs: Answer | None = None
    file_faults: list[str] = field(default_factory=list)
    company: CompanyLine | None = None
    claim: Claim | None = None
    earlier: Earlier | None = None
    treatment: str = ""
    document_gaps: list[Gap] = field(default_factory=list)
    editable: bool = False
    asked: str = ""
    asked_documents: list[str] = field(default_factory=list)

    @property
    def by_ktrs(self) -> bool:
        return self.item.marked_by == KTRS

    @property
    def anchors(self) -> list[tuple[int, str]]:
        """Whole ratings from the top with what each looks like."""
        return sorted(self.item.anchors.items(), reverse=True)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Ratings from 0 to 5 as (value, label)."""
        return list(self.form.fields["rating"].choices)

    @property
    def version(self) -> int:
        """What the next save is written upon; in a conflict still the version before, until somebody has decided."""
        if self.theirs:
            return int(self.form.cleaned_data["version"])
        return self.answer.version if self.answer else 0


def rows_of(
    track: Track,
    items: Sequence[Item],
    answers: dict[str, Answer],
    evidence: dict[str, list[Evidence]],
    data: QueryDict | None = None,
) -> list[Row]:
    """A row for each item, bound to what was posted where something was."""
    return [
        Row(
            item,
            AnswerForm(track, item, answers.get(item.code), data if is_posted(item, data) else None),
            answers.get(item.code),
            evidence.get(item.code, []),
            treatment=treatment(track, item),
        )
        for item in items
    ]


def uploads_in(files: MultiValueDict[str, UploadedFile], item: Item) -> Sequence[UploadedFile]:
    """The files chosen for an item."""
    return files.getlist(f"{item.code}-files")


def is_posted(item: Item, data: QueryDict | None) -> bool:
    """Whether the form of an item is among what was sent."""
    return data is not None and f"{item.code}-version" in data


def _rating_or_absent(value: str) -> Decimal | str:
    return value if value == ABSENT else Decimal(value)


def _short(rating: Decimal) -> str:
    return f"{rating:f}".removesuffix(".0")
