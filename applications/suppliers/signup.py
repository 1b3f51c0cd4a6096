"""Sign-up of a supplier: one form for the person and the company."""

from typing import Any

from allauth.account.forms import SignupForm
from allauth.account.utils import setup_user_email
from django import forms
from django.db import transaction
from django.forms.boundfield import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from applications.people.models import User
from applications.suppliers.forms import IDENTITY, BusinessNumberField, CompanyForm
from applications.suppliers.models import Supplier
from applications.suppliers.services import AlreadyRegistered, EmailTaken, NewPerson, register_supplier

TAKEN = _(
    "이미 등록된 기업입니다. 동료라면 아래 «등록된 기업에 합류»에서 대표 담당자에게 합류를 요청하세요. "
    "방금 가입을 마쳤다면 로그인하거나 메일함을 확인해 주세요."
)


class SupplierSignupForm(CompanyForm, SignupForm):
    """A person and the company they register; named by ACCOUNT_FORMS."""

    person_name = forms.CharField(label=_("담당자 이름"), max_length=100)
    person_phone = forms.CharField(label=_("담당자 전화번호"), max_length=30)
    business_number = BusinessNumberField()
    agrees = forms.BooleanField(
        label=_("개인정보 수집·이용에 동의합니다."),
        help_text=_("수집 항목은 이름, 이메일, 전화번호이고 역량진단의 신청과 안내에만 써요."),
        error_messages={"required": _("동의해야 가입할 수 있습니다.")},
    )
    person_fields = ("person_name", "email", "person_phone", "password1", "password2")
    company_fields = ("business_number", *IDENTITY)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = _("로그인할 때 쓰고, 확인 메일을 받을 주소예요.")
        for name, purpose in (("person_name", "name"), ("person_phone", "tel"), ("name", "organization")):
            self.fields[name].widget.attrs["autocomplete"] = purpose
        self.order_fields([*self.person_fields, *self.company_fields, "agrees"])

    @property
    def person(self) -> list[BoundField]:
        """The fields about the person, for the page."""
        return [self[name] for name in self.person_fields]

    @property
    def company(self) -> list[BoundField]:
        """The fields about the company, for the page."""
        return [self[name] for name in self.company_fields]

    def clean_business_number(self) -> str:
        number: str = self.cleaned_data["business_number"]
        if Supplier.objects.filter(business_number=number).exists():
            raise forms.ValidationError(TAKEN)
        return number

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """The new person, or the answer where somebody else took the number or the address in the meantime."""
        try:
            return super().try_save(request)
        except EmailTaken:
            # From here on as if the address had been found at first: the mail says so, the page does not.
            self.account_already_exists = True
            return super().try_save(request)
        except AlreadyRegistered:
            self.add_error("business_number", TAKEN)
            return None, render(request, "account/signup.html", {"form": self})

    @transaction.atomic
    def save(self, request: HttpRequest) -> User:
        """Make person and company; the mail to confirm the address follows in allauth."""
        given = self.cleaned_data
        person = NewPerson(given["email"], given["password1"], given["person_name"], given["person_phone"])
        member = register_supplier(person, {name: given[name] for name in self.company_fields})
        setup_user_email(request, member.user, [])
        return member.user
