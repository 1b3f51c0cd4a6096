"""What a company is asked about each assessor."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diagnosis.appraisals.models import Grade
from diagnosis.appraisals.services import Word
from diagnosis.panels.models import Assignment

LONGEST = 1000
ASKED = {
    "diligence": gettext_lazy("자료를 충분히 읽고 성실하게 평가했다"),
    "fairness": gettext_lazy("치우치지 않고 공정하게 평가했다"),
}


class AppraisalForm(forms.Form):
    """Two grades and a comment for each assessor; fields are named `<question>-<place>`."""

    def __init__(self, places: Sequence[Assignment], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = places
        for place in places:
            for name, label in ASKED.items():
                self.fields[f"{name}-{place.pk}"] = forms.TypedChoiceField(
                    label=label,
                    choices=Grade.choices,
                    coerce=int,
                    widget=forms.RadioSelect,
                    error_messages={"required": _("하나를 골라 주세요.")},
                )
            self.fields[f"comment-{place.pk}"] = forms.CharField(
                label=_("의견"),
                required=False,
                max_length=LONGEST,
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text=_("누가 썼는지는 보이지 않게 운영기관에 전해져요."),
            )

    @property
    def parts(self) -> list[tuple[Assignment, list[forms.BoundField]]]:
        """Each assessor with his questions."""
        return [(place, [self[f"{name}-{place.pk}"] for name in (*ASKED, "comment")]) for place in self.places]

    def words(self) -> dict[Assignment, Word]:
        """What was said of each."""
        said = self.cleaned_data
        return {
            place: Word(
                said[f"diligence-{place.pk}"], said[f"fairness-{place.pk}"], said[f"comment-{place.pk}"].strip()
            )
            for place in self.places
        }
