"""What may be set in a round: its name and instants, its seats, a later closing."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications import clock
from applications.fields import ReasonField
from applications.moments import refuse_slip
from applications.rounds.models import Round
from applications.rounds.quotas import Allowance
from grading.values import Scheme

WRITTEN = "%Y-%m-%dT%H:%M"
READ = [WRITTEN, "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S"]
CODE = re.compile(r"20\d\d-[1-9]\d?", flags=re.ASCII)
PAST = _("이미 지난 시각으로 마감할 수 없습니다.")
NOT_LATER = _("마감은 늦출 수만 있습니다. 지금 마감보다 늦은 시각을 적어 주세요.")
TAKEN = _("이미 있는 회차 번호입니다.")


def moment_field(label: Any, help_text: Any = "") -> forms.DateTimeField:
    """An instant in Korean time."""
    return forms.DateTimeField(
        label=label, help_text=help_text, input_formats=READ, widget=forms.DateTimeInput(), validators=[refuse_slip]
    )


class InstantsForm(forms.Form):
    """Name, opening and closing; all times in Korean time."""

    name = forms.CharField(label=_("이름"), max_length=100)
    opens_at = moment_field(_("접수 시작"))
    closes_at = moment_field(_("접수 마감"), _("이 시각부터는 접수되지 않아요. 접수를 시작하면 바로 고칠 수 없어요."))

    def clean_closes_at(self) -> datetime:
        closes_at: datetime = self.cleaned_data["closes_at"]
        if closes_at <= clock.now():
            raise forms.ValidationError(PAST)
        return closes_at

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        opens_at, closes_at = given.get("opens_at"), given.get("closes_at")
        if opens_at and closes_at and opens_at >= closes_at:
            self.add_error("closes_at", _("마감은 시작보다 늦어야 합니다."))
        return given


class SeatsForm(forms.Form):
    """A number of seats for each track, with what the quota leaves beside it."""

    def __init__(self, *args: Any, allowances: Iterable[Allowance], seats: Mapping[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.allowances = list(allowances)
        for allowance in self.allowances:
            self.fields[seats_name(allowance.track.code)] = forms.IntegerField(
                label=_("%(track)s 정원") % {"track": allowance.name},
                help_text=_("이 회차에 %(left)d개사까지 둘 수 있어요.") % {"left": allowance.left},
                min_value=0,
                initial=seats[allowance.track.code],
            )

    def seats(self) -> dict[str, int]:
        """Seats by track."""
        tracks = [allowance.track.code for allowance in self.allowances]
        return {track: self.cleaned_data[seats_name(track)] for track in tracks}

    def refuse_seats(self, allowance: Allowance) -> None:
        """Say beside the field what the quota is and who holds it."""
        told = _(
            "%(track)s의 모집 규모는 %(quota)d개사입니다. "
            "다른 회차에 %(elsewhere)d개사를 두었으므로 이 회차에는 %(left)d개사까지 둘 수 있습니다."
        )
        facts = {name: getattr(allowance, name) for name in ("quota", "elsewhere", "left")}
        self.add_error(seats_name(allowance.track.code), told % ({"track": allowance.name} | facts))


class NewRoundForm(InstantsForm, SeatsForm):
    """A round to be opened after a scheme."""

    code = forms.CharField(label=_("회차 번호"), max_length=12, help_text=_("연도와 차수예요. 예: 2026-2"))
    field_order = ("code", "name", "opens_at", "closes_at")

    def __init__(self, *args: Any, scheme: Scheme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scheme = scheme

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"]).strip()
        if not CODE.fullmatch(code):
            raise forms.ValidationError(_("회차 번호를 2026-2처럼 연도와 차수로 적어 주세요."))
        if int(code[:4]) < self.scheme.year:
            raise forms.ValidationError(_("이 진단 체계는 %(year)d년부터 쓸 수 있습니다.") % {"year": self.scheme.year})
        if Round.objects.filter(code=code).exists():
            raise forms.ValidationError(TAKEN)
        return code


class EditRoundForm(InstantsForm):
    """A round that has not opened."""

    reason = ReasonField(_("변경 사유"), _("감사 기록에 남아요."))


class ExtensionForm(forms.Form):
    """A later closing and why it is needed."""

    closes_to = moment_field(_("새 마감"), _("지금 마감보다 늦은 시각이어야 해요."))
    reason = ReasonField(_("연장 사유"), _("승인하는 담당자가 읽고 감사 기록에 남아요."))

    def __init__(self, *args: Any, round_: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.round = round_

    def clean_closes_to(self) -> datetime:
        closes_to: datetime = self.cleaned_data["closes_to"]
        if closes_to <= self.round.closes_at:
            raise forms.ValidationError(NOT_LATER)
        if closes_to <= clock.now():
            raise forms.ValidationError(PAST)
        return closes_to


class RefusalForm(forms.Form):
    """Why a request is refused or taken back."""

    reason = ReasonField(_("거절 사유"), _("요청한 담당자에게 그대로 전달돼요."))


def seats_name(track: str) -> str:
    """The name of the field that holds a track's seats."""
    return f"seats_{track}"
