from django import forms
from django.utils.translation import gettext_lazy as _

from applications.fields import ReasonField


class NewVersionForm(forms.Form):
    """Why a certificate is issued again; the reason is kept with the new version."""

    reason = ReasonField(
        _("다시 발급하는 사유"), _("기업명이 바뀌었거나 서명 키를 바꾼 때처럼, 왜 다시 발급하는지 적어 주세요.")
    )
