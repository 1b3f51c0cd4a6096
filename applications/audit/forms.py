from django import forms
from django.utils.translation import gettext_lazy as _

from applications.audit.queries import Wanted
from applications.roles import Role

LONGEST = 80


class FilterForm(forms.Form):
    """What to look for in the chain."""

    stream = forms.CharField(label=_("대상 (이름의 앞부분)"), required=False, max_length=LONGEST)
    verb = forms.ChoiceField(label=_("행위"), required=False)
    actor = forms.CharField(label=_("행위자 (이름 또는 이메일)"), required=False, max_length=LONGEST)
    role = forms.ChoiceField(label=_("역할"), required=False, choices=[("", _("전체")), *Role.choices])
    since = forms.DateField(label=_("시작일"), required=False)
    until = forms.DateField(label=_("종료일"), required=False)

    def __init__(self, *args: object, verbs: list[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verb"].choices = [("", _("전체")), *((verb, verb) for verb in verbs)]

    def clean(self) -> dict[str, object]:
        """The last day is not before the first."""
        cleaned: dict[str, object] = super().clean() or {}
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", _("종료일은 시작일과 같거나 뒤여야 합니다."))
        return cleaned

    def wanted(self) -> Wanted:
        """The filters that hold; faulty ones are left out and said beside their field."""
        return Wanted(**{name: value for name, value in self.cleaned_data.items() if value})


class CheckForm(forms.Form):
    """Which part of the chain to check."""

    stream = forms.CharField(
        label=_("대상"), required=False, max_length=LONGEST, help_text=_("비워 두면 모든 기록을 확인해요.")
    )
