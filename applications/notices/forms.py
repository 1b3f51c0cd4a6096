"""What is shown of the inbox, and how a person wants to hear of each kind."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.notices.kinds import FIXED, Delivery, Kind
from applications.notices.queries import preferences_of
from applications.people.models import User

LAW = _("기한이 함께 시작되는 통지라서 언제나 바로 메일로 보내 드려요.")


class FilterForm(forms.Form):
    """Filters of the inbox; anything odd is taken as no filter."""

    show = forms.ChoiceField(
        label=_("읽음 여부"), required=False, choices=[("", _("모든 알림")), ("unread", _("읽지 않은 알림"))]
    )
    kind = forms.ChoiceField(label=_("분류"), required=False, choices=[("", _("모든 분류")), *Kind.choices])

    def criteria(self) -> dict[str, Any]:
        """What to look for: whether unread ones alone, and the kind."""
        given = self.cleaned_data if self.is_valid() else {}
        return {"unread": given.get("show") == "unread", "kind": given.get("kind", "")}


class PreferencesForm(forms.Form):
    """One choice for each kind; those that may not be turned off are shown and say why."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = preferences_of(user)
        for kind in Kind:
            fixed = kind in FIXED
            self.fields[kind.value] = forms.ChoiceField(
                label=kind.label,
                choices=Delivery.choices,
                initial=chosen[kind.value],
                disabled=fixed,
                help_text=LAW if fixed else "",
            )

    def wishes(self) -> dict[Kind, Delivery]:
        """What may be chosen, as it was chosen."""
        return {kind: Delivery(self.cleaned_data[kind.value]) for kind in Kind if kind not in FIXED}
