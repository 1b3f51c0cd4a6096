from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from applications import clock
from applications.moments import refuse_slip
from applications.rounds.wording import named
from diagnosis.ktrs.models import KtrsResult
from diagnosis.ktrs.services import Letters
from grading.values import Scheme, Track

# The grades that KIBO's display bands imply, best first (its public screens).
GRADES = ("AAA", "AA", "A+", "A", "BBB+", "BBB", "BB+", "BB", "B+", "B", "CCC", "CC", "C", "D")


class LettersForm(forms.Form):
    """KIBO's paper: number, day, overall grade and a letter for each item that KTRS-FM decides."""

    evaluation_number = forms.CharField(
        label=_("평가번호"), max_length=40, error_messages={"required": _("평가번호를 적어 주세요.")}
    )
    evaluated_on = forms.DateField(
        label=_("평가일"),
        widget=forms.DateInput,
        validators=[refuse_slip],
        error_messages={
            "required": _("평가일을 적어 주세요."),
            "invalid": _("날짜를 2026-05-29 형식으로 적어 주세요."),
        },
    )
    grade = forms.ChoiceField(
        label=_("기술사업평가등급"),
        choices=[("", _("선택하세요")), *((grade, grade) for grade in GRADES)],
        error_messages={"required": _("기술사업평가등급을 골라 주세요.")},
    )

    def __init__(self, scheme: Scheme, track: Track, result: KtrsResult | None, data: Any = None) -> None:
        super().__init__(data, initial=_initial(result))
        letters = ((letter, f"{letter} {name}") for letter, name in scheme.ktrs_names.items())
        choices = [("", _("선택하세요")), *letters]
        self.items = track.ktrs_items
        for item in self.items:
            self.fields[item.code] = forms.ChoiceField(
                label=f"{item.code} {named(item)}",
                choices=choices,
                error_messages={
                    "required": _("등급을 골라 주세요."),
                    "invalid_choice": _("A에서 E까지만 고를 수 있습니다."),
                },
            )

    def clean_evaluation_number(self) -> str:
        return str(self.cleaned_data["evaluation_number"]).strip()

    def clean_evaluated_on(self) -> date:
        day: date = self.cleaned_data["evaluated_on"]
        if day > clock.today():
            raise forms.ValidationError(_("평가일은 오늘보다 뒤일 수 없습니다."))
        return day

    def paper_fields(self) -> list[BoundField]:
        """The fields above the letters."""
        return [self[name] for name in ("evaluation_number", "evaluated_on", "grade")]

    def letter_fields(self) -> list[BoundField]:
        """One field for each item, in the scheme's order."""
        return [self[item.code] for item in self.items]

    def answer(self) -> Letters:
        said = self.cleaned_data
        letters = {item.code: said[item.code] for item in self.items}
        return Letters(said["evaluation_number"], said["evaluated_on"], said["grade"], letters)


def _initial(result: KtrsResult | None) -> dict[str, Any]:
    if result is None:
        return {}
    known = {name: getattr(result, name) for name in ("evaluation_number", "evaluated_on", "grade")}
    return known | result.letters
