from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications import clock
from applications.moments import refuse_slip
from applications.rounds.wording import named
from diagnosis.findings.queries import asked_facts

BAD_DAY = {"required": _("날짜를 적어 주세요."), "invalid": _("날짜를 2026-05-29 형식으로 적어 주세요.")}
MET, NOT_MET = "met", "not_met"
PERCENT = Decimal(100)


class FindingForm(forms.Form):
    """What was looked up, what came of it, for which days, and where it was read."""

    fact = forms.ChoiceField(
        label=_("확인 사항"),
        error_messages={"required": _("확인 사항을 골라 주세요."), "invalid_choice": _("목록에서 골라 주세요.")},
    )
    answer = forms.ChoiceField(
        label=_("확인 결과"),
        choices=[(MET, _("조건을 갖춤")), (NOT_MET, _("조건을 갖추지 못함"))],
        widget=forms.RadioSelect,
        required=False,
    )
    share = forms.DecimalField(
        label=_("비중(%)"),
        required=False,
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        help_text=_("매출 비중을 확인했을 때만 적어 주세요."),
        error_messages={"invalid": _("숫자로 적어 주세요.")},
    )
    from_on = forms.DateField(
        label=_("적용 시작일"), widget=forms.DateInput, validators=[refuse_slip], error_messages=BAD_DAY
    )
    until_on = forms.DateField(
        label=_("적용 종료일"),
        widget=forms.DateInput,
        required=False,
        validators=[refuse_slip],
        help_text=_("비워 두면 다시 기록할 때까지 적용돼요."),
        error_messages=BAD_DAY,
    )
    source = forms.CharField(
        label=_("확인 근거"),
        max_length=200,
        help_text=_("어디에서 언제 확인했는지 적어 주세요. 예: 사업관리시스템 제재현황목록 조회"),
        error_messages={"required": _("확인 근거를 적어 주세요.")},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"from_on": clock.today()})
        self.asked = asked_facts()
        choices = [(name, named(condition)) for name, condition in self.asked.items()]
        self.fields["fact"].choices = [("", _("선택하세요")), *choices]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        first, last = said.get("from_on"), said.get("until_on")
        if first and last and last < first:
            self.add_error("until_on", _("시작일보다 앞설 수 없습니다."))
        if said.get("fact"):
            self._clean_value(said)
        return said

    def _clean_value(self, said: dict[str, Any]) -> None:
        """A share where the scheme compares one, else whether the condition is met."""
        test = self.asked[said["fact"]].test
        if test == "at_least":
            if said.get("share") is None and "share" not in self.errors:
                self.add_error("share", _("비중을 적어 주세요."))
            elif said.get("share") is not None:
                said["value"] = f"{(said['share'] / PERCENT).normalize():f}"
        elif not said.get("answer"):
            self.add_error("answer", _("확인 결과를 골라 주세요."))
        else:
            said["value"] = "true" if (said["answer"] == MET) is (test == "is_true") else "false"
