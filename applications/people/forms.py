"""What a person may change about themselves, and the agency about the accounts it keeps."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.fields import ReasonField
from applications.people.models import User
from applications.people.queries import IN_USE, INVITED, STOPPED, is_taken, standing_name
from applications.roles import NEEDS_SECOND_FACTOR, OFFICIALS, Role

TAKEN = _("이 이메일을 쓰는 계정이 이미 있습니다. 다른 주소를 넣어 주세요.")


class AccountForm(forms.ModelForm):
    """Name, telephone number and the language of letters; address and password change in pages of their own."""

    language = forms.ChoiceField(label=_("알림과 메일의 언어"), choices=[("ko", _("한국어")), ("en", _("영어"))])

    class Meta:
        model = User
        fields = ("name", "phone", "language")


class InvitationForm(forms.Form):
    """Somebody who gets an account: the name and the address that the letter goes to."""

    person_name = forms.CharField(label=_("이름"), max_length=100)
    email = forms.EmailField(
        label=_("이메일"),
        max_length=254,
        help_text=_("로그인할 때 쓰는 주소예요. 비밀번호를 정하는 메일을 이리로 보내요."),
    )

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).lower()
        if is_taken(email):
            raise forms.ValidationError(TAKEN)
        return email


class AppointForm(InvitationForm):
    """An official to bring in."""

    role = forms.ChoiceField(
        label=_("역할"),
        choices=[(role.value, role.label) for role in Role if role in OFFICIALS],
        widget=forms.RadioSelect,
        help_text=_("진단위원은 운영기관이 진단위원 명단에서 등록해요."),
        error_messages={"required": _("역할을 골라 주세요.")},
    )


class StandingForm(forms.Form):
    """Why an account is closed or opened again."""

    reason = ReasonField(help_text=_("감사 기록에 남아요."))


class SearchForm(forms.Form):
    """Filters of the list; anything odd is taken as no filter."""

    q = forms.CharField(label=_("이름 또는 이메일"), required=False, max_length=100)
    role = forms.ChoiceField(label=_("역할"), required=False)
    standing = forms.ChoiceField(label=_("계정 상태"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [(role.value, role.label) for role in Role if role in NEEDS_SECOND_FACTOR]
        self.fields["role"].choices = [("", _("모든 역할")), *roles]
        standings = [(one, standing_name(one)) for one in (IN_USE, INVITED, STOPPED)]
        self.fields["standing"].choices = [("", _("모든 상태")), *standings]

    def criteria(self) -> dict[str, str]:
        """What to look for: text, role and standing."""
        given = self.cleaned_data if self.is_valid() else {}
        return {"text": given.get("q", ""), "role": given.get("role", ""), "standing": given.get("standing", "")}
