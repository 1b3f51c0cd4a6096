from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from applications import clock
from applications.fields import ReasonField
from applications.moments import refuse_slip
from applications.rounds.models import Round
from applications.rounds.wording import named
from diagnosis.cases.queries import FIRST_ORDER, Wanted
from diagnosis.cases.todo import KINDS
from grading.load import load_scheme

ANY = ("", _("전체"))
ORDER_CHOICES = [
    ("-arrival", _("최근 접수 순")),
    ("arrival", _("접수 순")),
    ("age", _("오래 머문 순")),
    ("company", _("기업명 순")),
]


class FilterForm(forms.Form):
    """What of the list is wanted; anything it does not know is taken as not asked."""

    round = forms.ChoiceField(label=_("회차"), required=False)
    track = forms.ChoiceField(label=_("트랙"), required=False)
    todo = forms.ChoiceField(label=_("할 일"), required=False, choices=[ANY, *((k.code, k.label) for k in KINDS)])
    q = forms.CharField(label=_("기업명 또는 번호"), required=False, max_length=60)
    order = forms.ChoiceField(label=_("정렬"), required=False, choices=ORDER_CHOICES)
    state = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: object, rounds: list[Round]) -> None:
        super().__init__(data)
        self.fields["round"].choices = [ANY, *((one.code, one.name) for one in rounds)]
        names = {track.code: named(track) for one in rounds for track in load_scheme(one.scheme_code).tracks.values()}
        self.fields["track"].choices = [ANY, *names.items()]

    def wanted(self) -> Wanted:
        """The filters that make sense; a value out of the lists counts as none."""
        self.full_clean()
        said = self.cleaned_data
        return Wanted(
            round_code=said.get("round", ""),
            track=said.get("track", ""),
            state=said.get("state", ""),
            todo=said.get("todo", ""),
            words=said.get("q", ""),
            order=said.get("order") or FIRST_ORDER,
        )


class PlainMoveForm(forms.Form):
    """A move that needs nothing but the confirmation."""


class ReasonMoveForm(forms.Form):
    """A move for which the person must say why."""

    reason = ReasonField(help_text=_("공급기업에 그대로 전달되고 기록에 남아요."), rows=4)


class ClaimForm(forms.Form):
    """Whether an item does not apply, with the reason the supplier and the assessors read."""

    decision = forms.ChoiceField(
        label=_("판단"),
        choices=[
            ("grant", _("해당 없음으로 인정합니다(평가에서 뺍니다)")),
            ("refuse", _("인정하지 않습니다(진단위원이 평가합니다)")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("판단을 골라 주세요.")},
    )
    reason = ReasonField(help_text=_("공급기업과 진단위원이 읽고, 결과에도 남아요."), rows=3)


class FeeMoveForm(forms.Form):
    """The day on which the company's share arrived."""

    paid_on = forms.DateField(
        label=_("납부일"),
        widget=forms.DateInput,
        validators=[refuse_slip],
        help_text=_("입금된 날이에요."),
        error_messages={
            "required": _("납부일을 적어 주세요."),
            "invalid": _("날짜를 2026-05-29 형식으로 적어 주세요."),
        },
    )

    def clean_paid_on(self) -> date:
        day: date = self.cleaned_data["paid_on"]
        if day > clock.today():
            raise forms.ValidationError(_("납부일은 오늘보다 뒤일 수 없습니다."))
        return day
