from operator import itemgetter

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.audit.models import Stream
from applications.audit.queries import Wanted
from applications.audit.words import act_text, streams_named
from applications.moments import refuse_slip
from applications.roles import Role

LONGEST = 80


class FilterForm(forms.Form):
    """What to look for in the chain."""

    stream = forms.CharField(label=_("대상 번호"), required=False, max_length=LONGEST)
    verb = forms.ChoiceField(label=_("행위"), required=False)
    actor = forms.CharField(label=_("행위자 이름 또는 이메일"), required=False, max_length=LONGEST)
    role = forms.ChoiceField(label=_("역할"), required=False, choices=[("", _("전체")), *Role.choices])
    since = forms.DateField(label=_("시작일"), required=False, validators=[refuse_slip])
    until = forms.DateField(label=_("종료일"), required=False, validators=[refuse_slip])

    def __init__(self, *args: object, verbs: list[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verb"].choices = [
            ("", _("전체")),
            *sorted(((verb, str(act_text(verb))) for verb in verbs), key=itemgetter(1)),
        ]

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
        label=_("대상 (접수번호, 사업자등록번호 등)"),
        required=False,
        max_length=LONGEST,
        help_text=_("비워 두면 모든 기록을 확인해요."),
    )

    def clean_stream(self) -> str:
        """The full name of the stream; its kind need not be typed."""
        typed = str(self.cleaned_data["stream"]).strip()
        if not typed:
            return ""
        found = Stream.objects.filter(name__in=[typed, *streams_named(typed)]).values_list("name", flat=True).first()
        if found is None:
            raise forms.ValidationError(_("이 대상의 기록이 없습니다. 번호를 다시 확인해 주세요."))
        return str(found)
