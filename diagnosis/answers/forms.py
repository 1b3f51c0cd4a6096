from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from diagnosis.answers.models import Answer, Evidence
from diagnosis.answers.services import Draft
from grading.values import KTRS, Item, Track

# Long enough for any item of the draft scheme; no notice sets a length (assumption).
LONGEST_TEXT = 5000


class AnswerForm(forms.Form):
    """One item: the supplier's own rating, its reason, and the version it was written upon."""

    rating = forms.TypedChoiceField(
        label=_("자가 평점"), required=False, coerce=Decimal, empty_value=None, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("설명"),
        required=False,
        strip=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"max_length": _("%(limit_value)d자까지 쓸 수 있습니다(지금 %(show_value)d자). 줄여 주세요.")},
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, track: Track, item: Item, answer: Answer | None, data: QueryDict | None = None) -> None:
        initial: dict[str, object] = {"version": 0}
        if answer is not None:
            initial = {"version": answer.version, "text": answer.text, "rating": _choice(answer.rating)}
        super().__init__(data, initial=initial, prefix=item.code)
        self.item = item
        self.fields["rating"].choices = [(str(r), _short(r)) for r in track.scale.ratings]
        self.fields["rating"].error_messages["invalid_choice"] = _("0에서 5까지 0.5 단위로만 고를 수 있습니다.")

    def clean_text(self) -> str:
        """Browsers send line ends their own way; the same text must stay the same."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")

    def draft(self) -> Draft:
        said = self.cleaned_data
        return Draft(self.item.code, said["rating"], said["text"], said["version"])

    def chosen(self) -> str:
        """The rating that is marked now."""
        return str(self["rating"].value() or "")


@dataclass
class Row:
    """One item on the page: its form, its evidence, and what went wrong with either."""

    item: Item
    form: AnswerForm
    answer: Answer | None
    evidence: list[Evidence]
    theirs: Answer | None = None
    file_faults: list[str] = field(default_factory=list)

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
        """What the next save is written upon: the other person's version once it has been shown."""
        known = self.theirs or self.answer
        return known.version if known else 0


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
            AnswerForm(track, item, answers.get(item.code), data if _posted(item, data) else None),
            answers.get(item.code),
            evidence.get(item.code, []),
        )
        for item in items
    ]


def uploads_in(files: MultiValueDict[str, UploadedFile], item: Item) -> Sequence[UploadedFile]:
    """The files chosen for an item."""
    return files.getlist(f"{item.code}-files")


def _posted(item: Item, data: QueryDict | None) -> bool:
    return data is not None and f"{item.code}-version" in data


def _choice(rating: Decimal | None) -> str:
    return "" if rating is None else str(rating)


def _short(rating: Decimal) -> str:
    return f"{rating:f}".removesuffix(".0")
