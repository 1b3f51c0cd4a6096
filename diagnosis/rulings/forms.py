from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications import clock
from applications.fields import DayField, ReasonField
from applications.moments import day_text
from applications.rounds.wording import named
from diagnosis.ratings import CHOICES
from diagnosis.rulings.inputs import LETTERS, Change, Source, sources_of
from diagnosis.scoring.models import Outcome
from grading.load import load_scheme
from grading.values import Item


class RefusalForm(forms.Form):
    """Why the result stays as it is."""

    reason = ReasonField(help_text=_("요청한 사람에게 그대로 전달돼요."))


class RevocationForm(forms.Form):
    """From which day a result has no effect any more, and why."""

    effective_on = DayField(
        _("효력일"),
        _("이날부터 효력이 바뀌어요. 공개한 날까지 거슬러 올라갈 수 있어요."),
        missing=_("효력일을 적어 주세요."),
        late=_("효력일은 오늘보다 뒤일 수 없습니다."),
    )
    reason = ReasonField(help_text=_("공급기업에 그대로 전달되고 기록에 남아요."), rows=4)

    def __init__(self, outcome: Outcome, data: Any = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial={"effective_on": clock.today()} | (initial or {}))
        self.outcome = outcome

    def clean_effective_on(self) -> date:
        day: date = self.cleaned_data["effective_on"]
        published = self.outcome.published_at
        first = timezone.localtime(published).date() if published else day
        if day < first:
            told = _("결과를 공개한 %(day)s보다 앞설 수 없습니다.")
            raise forms.ValidationError(told, params={"day": day_text(first)})
        return day


class RecountForm(RevocationForm):
    """The same for a correction that changes no mark and counts the AI score that stands now."""

    def changes(self) -> list[Change]:
        """No mark is changed."""
        return []


class CorrectionForm(RevocationForm):
    """The same for a correction, with a choice for every letter and every sealed rating; unchanged ones count not."""

    def __init__(self, outcome: Outcome, data: Any = None) -> None:
        super().__init__(outcome, data)
        application = outcome.application
        self.sources = sources_of(application)
        track = load_scheme(application.scheme_code).tracks[application.track]
        self.items: list[Item] = [*track.ktrs_items, *track.panel_items]
        for source in self.sources:
            for item in self.items:
                if item.code in source.values:
                    self.fields[_name(source, item.code)] = _choice(source, item)

    def changes(self) -> list[Change]:
        """What differs from the stored values, in the order of sources and items."""
        said = self.cleaned_data
        return [
            Change(source.place, source.who, code, value, chosen)
            for source in self.sources
            for code, value in source.values.items()
            if (chosen := said.get(_name(source, code)) or value) != value
        ]

    def head_fields(self) -> list[BoundField]:
        return [self["effective_on"], self["reason"]]

    def lines(self) -> list[tuple[Item, list[BoundField | None]]]:
        """The items that can be corrected, each with its field by source, None where the source says nothing of it."""
        names = [(item, [_name(source, item.code) for source in self.sources]) for item in self.items]
        return [(item, [self[name] if name in self.fields else None for name in some]) for item, some in names]


def _name(source: Source, code: str) -> str:
    return f"{source.place}-{code}"


def _choice(source: Source, item: Item) -> forms.ChoiceField:
    values = "ABCDE" if source.place == LETTERS else [str(one) for one in CHOICES]
    label = f"{item.code} {named(item)}, {source.who}"
    return forms.ChoiceField(
        label=label,
        choices=[(value, value) for value in values],
        initial=source.values[item.code],
        required=False,
        widget=forms.Select(attrs={"aria-label": label}),
        error_messages={"invalid_choice": _("목록에 있는 값만 고를 수 있습니다.")},
    )
