"""The doors for files and what is said of them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications import clock
from applications.documents.files.recognise import ACCEPT, kinds_text, limit
from applications.documents.files.refusal import FileRefused
from applications.documents.kinds import OTHER, kinds
from applications.documents.services import About
from applications.documents.uploads import taken
from applications.moments import refuse_slip
from applications.people.models import User


class UploadField(forms.FileField):
    """A file to be judged by `services.keep`; large ones come in pieces where JavaScript runs."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(widget=forms.FileInput(attrs={"accept": ACCEPT}), **settings)
        self.error_messages["required"] = _("파일을 골라 주세요.")
        self.error_messages["empty"] = _("빈 파일입니다. 내용이 저장되었는지 확인해 주세요.")

    def __deepcopy__(self, memo: dict[int, Any]) -> "UploadField":
        copied = super().__deepcopy__(memo)
        said = {"kinds": kinds_text(), "limit": limit() // 1024**2}
        copied.help_text = _("%(kinds)s, 파일마다 %(limit)sMB까지") % said  # the limit is a setting of the day
        return copied


class DescribeForm(forms.Form):
    """What a company says of a document."""

    kind = forms.ChoiceField(label=_("문서 종류"), initial=OTHER)
    title = forms.CharField(
        label=_("제목"), max_length=200, required=False, help_text=_("비워 두면 파일 이름을 제목으로 써요.")
    )
    issued_on = forms.DateField(
        label=_("발급일"),
        required=False,
        validators=[refuse_slip],
        widget=forms.DateInput,
        help_text=_("증명서에 적힌 발급일이에요. 접수 마감일에 인정되는지 이 날로 알려 드려요."),
    )
    valid_until = forms.DateField(
        label=_("유효기한"),
        required=False,
        validators=[refuse_slip],
        widget=forms.DateInput,
        help_text=_("문서에 유효기한이 적혀 있으면 써 주세요."),
    )

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        if "kind" in self.fields:
            self.fields["kind"].choices = [(kind.code, kind.label) for kind in kinds().values()]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        issued, until = said.get("issued_on"), said.get("valid_until")
        if issued and issued > clock.today():
            self.add_error("issued_on", _("발급일이 오늘보다 뒤입니다."))
        if issued and until and until < issued:
            self.add_error("valid_until", _("유효기한이 발급일보다 앞섭니다."))
        return said

    def about(self) -> About:
        said = self.cleaned_data
        return About(said.get("kind", OTHER), said.get("title", ""), said["issued_on"], said["valid_until"])


class SentForm(DescribeForm):
    """A form with a file: it comes with it, or a script sent it in pieces and names the key of its upload."""

    file = UploadField(label=_("파일"))
    upload = forms.CharField(required=False, max_length=36, widget=forms.HiddenInput)

    def __init__(self, *args: Any, by: User, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.by = by
        if self.data.get("upload"):
            self.fields["file"].required = False

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if self.errors or said.get("file"):
            return said
        try:
            said["file"] = taken(said["upload"], by=self.by)
        except FileRefused as refused:
            self.add_error("file", str(refused))
        return said


class AddForm(SentForm):
    """A file with what is said of it."""

    field_order = ("file", "kind", "title", "issued_on", "valid_until")


class VersionForm(SentForm):
    """A newer file of a document; kind and title stay."""

    kind = None  # type: ignore[assignment]
    title = None  # type: ignore[assignment]
    file = UploadField(label=_("새 파일"))
    field_order = ("file", "issued_on", "valid_until")


class FilterForm(forms.Form):
    """What part of the store to show."""

    STALE, HIDDEN = "stale", "hidden"
    kind = forms.ChoiceField(label=_("문서 종류"), required=False)
    show = forms.ChoiceField(
        label=_("보기"),
        required=False,
        choices=[("", _("쓰는 문서")), (STALE, _("확인이 필요한 문서")), (HIDDEN, _("숨긴 문서"))],
    )

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.fields["kind"].choices = [("", _("모든 종류")), *((kind.code, kind.label) for kind in kinds().values())]
