"""What the agency may set in a round."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applications import clock
from applications.rounds.models import Round
from applications.rounds.wording import named
from grading.values import Scheme

WRITTEN = "%Y-%m-%dT%H:%M"
READ = [WRITTEN, "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S"]
MOST_SEATS = 100_000


class RoundForm(forms.Form):
    """Opening, closing, and the seats of each track; all times in Korean time."""

    opens_at = forms.DateTimeField(label=_("접수 시작"), input_formats=READ, widget=forms.DateTimeInput())
    closes_at = forms.DateTimeField(
        label=_("접수 마감"),
        input_formats=READ,
        widget=forms.DateTimeInput(),
        help_text=_("이 시각부터는 접수되지 않아요. 이미 지난 시각으로는 바꿀 수 없어요."),
    )
    reason = forms.CharField(
        label=_("변경 사유"),
        max_length=500,
        help_text=_("감사 기록에 남아요."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, round_: Round, scheme: Scheme, **kwargs: Any) -> None:
        start = {"opens_at": round_.opens_at, "closes_at": round_.closes_at}
        super().__init__(*args, **kwargs | {"initial": start})
        self.round = round_
        for row in round_.tracks.all():
            self.fields[f"seats_{row.track}"] = forms.IntegerField(
                label=_("%(track)s 정원") % {"track": named(scheme.tracks[row.track])},
                min_value=0,
                max_value=MOST_SEATS,
                initial=row.seats,
            )
        self.order_fields([name for name in self.fields if name != "reason"])

    def clean_opens_at(self) -> datetime:
        return _kept(self.cleaned_data["opens_at"], self.round.opens_at)

    def clean_closes_at(self) -> datetime:
        closes_at = _kept(self.cleaned_data["closes_at"], self.round.closes_at)
        if closes_at != self.round.closes_at and closes_at <= clock.now():
            raise forms.ValidationError(_("이미 지난 시각으로 마감할 수 없습니다."))
        return closes_at

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        opens_at, closes_at = given.get("opens_at"), given.get("closes_at")
        if opens_at and closes_at and opens_at >= closes_at:
            self.add_error("closes_at", _("마감은 시작보다 늦어야 합니다."))
        return given

    def seats(self) -> dict[str, int]:
        """Seats by track."""
        return {row.track: self.cleaned_data[f"seats_{row.track}"] for row in self.round.tracks.all()}


def _kept(typed: datetime, stored: datetime) -> datetime:
    """The stored instant where the picker, which knows no seconds, gave back the same minute."""
    return stored if typed == stored.replace(second=0, microsecond=0) else typed
