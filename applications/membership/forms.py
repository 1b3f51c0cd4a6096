"""What is typed to call a colleague in, to ask to be let in, and to decide."""

from typing import Any

from allauth.account.forms import SignupForm
from allauth.account.utils import setup_user_email
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from applications.fields import ReasonField
from applications.membership.services import AskedAlready, TooMany, ask_to_join
from applications.people.models import User
from applications.suppliers.forms import BusinessNumberField
from applications.suppliers.models import Standing, Supplier
from applications.suppliers.services import NewPerson, new_person

STANDINGS = [(each.value, each.label) for each in (Standing.EDITOR, Standing.VIEWER)]
WHAT_THEY_MAY = _("작성자는 답변과 증빙을 쓰고 제출할 수 있고, 열람자는 볼 수만 있어요.")
AGREES = _("개인정보 수집·이용에 동의합니다.")
WHAT_IS_KEPT = _("수집 항목은 이름, 이메일, 전화번호이고 역량진단의 신청과 안내에만 써요.")


class InviteForm(forms.Form):
    """A colleague to call in."""

    member_name = forms.CharField(label=_("이름"), max_length=100)
    email = forms.EmailField(label=_("이메일"), max_length=254, help_text=_("이 주소로 초대 메일을 보내요."))
    standing = forms.ChoiceField(
        label=_("권한"), choices=STANDINGS, initial=Standing.EDITOR.value, help_text=WHAT_THEY_MAY
    )

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class StandingForm(forms.Form):
    """What a colleague may do from now on."""

    standing = forms.ChoiceField(
        label=_("권한"), choices=Standing.choices, error_messages={"required": _("권한을 골라 주세요.")}
    )


class LetInForm(forms.Form):
    """What somebody who asked may do once let in."""

    standing = forms.ChoiceField(label=_("권한"), choices=STANDINGS, help_text=WHAT_THEY_MAY)


class WhyForm(forms.Form):
    """Why somebody is turned away."""

    reason = ReasonField(help_text=_("요청한 사람에게 그대로 전달돼요."))


class AcceptForm(forms.Form):
    """The account of somebody who came with an invitation."""

    person_name = forms.CharField(label=_("이름"), max_length=100)
    person_phone = forms.CharField(label=_("전화번호"), max_length=30)
    password1 = forms.CharField(
        label=_("비밀번호"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False
    )
    password2 = forms.CharField(
        label=_("비밀번호 확인"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False
    )
    agrees = forms.BooleanField(
        label=AGREES, help_text=WHAT_IS_KEPT, error_messages={"required": _("동의해야 가입할 수 있습니다.")}
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, second = given.get("password1"), given.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("두 비밀번호가 다릅니다."))
        elif first:
            try:
                validate_password(first)
            except forms.ValidationError as faults:
                self.add_error("password1", faults)
        return given


class JoinForm(forms.Form):
    """Which company to ask, and a word about oneself."""

    business_number = BusinessNumberField()
    message = forms.CharField(
        label=_("소개"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("대표 담당자가 알아볼 수 있게 부서나 하는 일을 적어 주세요."),
    )

    def clean_business_number(self) -> str:
        number: str = self.cleaned_data["business_number"]
        if not Supplier.objects.filter(business_number=number).exists():
            raise forms.ValidationError(
                _("아직 등록되지 않은 기업입니다. 기업을 새로 등록하려면 회원가입을 이용해 주세요.")
            )
        return number

    def ask(self, by: User) -> bool:
        """Ask for the person; False with the fault in the form where that is not possible."""
        supplier = Supplier.objects.get(business_number=self.cleaned_data["business_number"])
        try:
            ask_to_join(supplier, message=self.cleaned_data["message"], by=by)
        except AskedAlready:
            self.add_error(
                None, _("결정을 기다리는 요청이 있거나 최근에 여러 번 요청했습니다. 나중에 다시 요청해 주세요.")
            )
        except TooMany:
            self.add_error(
                None, _("이 기업에 결정을 기다리는 요청이 너무 많습니다. 대표 담당자에게 초대를 요청해 주세요.")
            )
        return self.is_valid()


class JoinSignupForm(JoinForm, SignupForm):
    """The same for somebody without an account, who gets one on the way."""

    person_name = forms.CharField(label=_("이름"), max_length=100)
    person_phone = forms.CharField(label=_("전화번호"), max_length=30)
    agrees = forms.BooleanField(
        label=AGREES, help_text=WHAT_IS_KEPT, error_messages={"required": _("동의해야 가입할 수 있습니다.")}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = _("로그인할 때 쓰고, 확인 메일을 받을 주소예요.")
        self.fields["person_name"].widget.attrs["autocomplete"] = "name"
        self.fields["person_phone"].widget.attrs["autocomplete"] = "tel"
        person = ("person_name", "email", "person_phone", "password1", "password2")
        self.order_fields(["business_number", "message", *person, "agrees"])

    @transaction.atomic
    def save(self, request: HttpRequest) -> User:
        """Make the person and ask for them; the mail to confirm the address follows in allauth."""
        given = self.cleaned_data
        person = NewPerson(given["email"], given["password1"], given["person_name"], given["person_phone"])
        user = new_person(person)
        setup_user_email(request, user, [])
        supplier = Supplier.objects.get(business_number=given["business_number"])
        ask_to_join(supplier, message=given["message"], by=user)
        return user
