from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from applications import clock
from applications.moments import refuse_slip
from diagnosis.certificates.numbers import read

LARGEST = 2 * 1024 * 1024  # our own documents stay far below
NUMBER_HELP = _("확인서 오른쪽 위에 적힌 18자리예요. 숫자 0과 1, 영문 I, L, O는 쓰지 않아요.")


class CheckForm(forms.Form):
    """A number and the day it is asked about."""

    number = forms.CharField(label=_("확인서 번호"), help_text=NUMBER_HELP, max_length=60)
    on = forms.DateField(
        label=_("기준일"),
        help_text=_("비워 두면 오늘을 기준으로 확인해요."),
        required=False,
        widget=forms.DateInput(),
        validators=[refuse_slip],
    )

    def clean_number(self) -> str:
        number = read(self.cleaned_data["number"])
        if number is None:
            raise forms.ValidationError(_("확인서 번호가 아닙니다. 빠지거나 바뀐 글자가 없는지 다시 보아 주세요."))
        return number


class DayForm(forms.Form):
    """The day of an address that already names a number."""

    on = forms.DateField(required=False, validators=[refuse_slip])

    def day(self) -> date:
        """The day asked for; today when none or no day at all is named."""
        given: Any = self.cleaned_data.get("on") if self.is_valid() else None
        return given or clock.today()


class DocumentForm(forms.Form):
    """A file that claims to be ours."""

    document = forms.FileField(
        label=_("PDF 파일"),
        help_text=_("확인서나 진단결과서의 PDF예요. 파일은 살펴본 뒤 바로 지워요."),
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
        error_messages={"empty": _("빈 파일입니다."), "required": _("살펴볼 PDF 파일을 골라 주세요.")},
    )

    def clean_document(self) -> bytes:
        given: UploadedFile = self.cleaned_data["document"]
        if given.size is None or given.size > LARGEST:
            size = filesizeformat(LARGEST)
            raise forms.ValidationError(_("%(size)s보다 큰 파일은 살펴볼 수 없습니다.") % {"size": size})
        data: bytes = given.read()
        if not data.startswith(b"%PDF-"):
            raise forms.ValidationError(_("PDF 파일이 아닙니다."))
        return data
