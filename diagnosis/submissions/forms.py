from django import forms
from django.utils.translation import gettext_lazy as _

from applications.fields import ReasonField
from applications.filing.workflow import Move
from diagnosis.submissions.consents import Consent, consents_for
from grading.values import Track


class ConsentForm(forms.Form):
    """One box for each consent; none is ticked beforehand."""

    def __init__(self, track: Track, data: dict[str, str] | None = None) -> None:
        super().__init__(data, prefix="consent")
        self.asked = consents_for(track)
        for consent in self.asked:
            self.fields[consent.code] = forms.BooleanField(
                label=consent.label,
                required=consent.required,
                error_messages={"required": _("이 동의가 없으면 신청을 접수할 수 없습니다.")},
            )

    def given(self) -> dict[str, bool]:
        """What was ticked, by code of consent."""
        return {consent.code: bool(self.cleaned_data.get(consent.code)) for consent in self.asked}

    def rows(self) -> list[tuple[Consent, forms.BoundField]]:
        """Each consent beside its box."""
        return [(consent, self[consent.code]) for consent in self.asked]


class MoveForm(forms.Form):
    """Why a move is made, where the table asks for it."""

    reason = ReasonField(rows=5)

    def __init__(self, move: Move, data: dict[str, str] | None = None) -> None:
        super().__init__(data)
        if not move.asks_reason:
            del self.fields["reason"]

    def given_reason(self) -> str:
        """The reason, empty where none is asked."""
        return str(self.cleaned_data.get("reason", ""))
