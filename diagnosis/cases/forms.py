from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from applications import clock
from applications.documents.kinds import kind_of
from applications.documents.models import DocumentVersion
from applications.fields import DayField, ReasonField
from applications.filing.models import Application
from applications.rounds.models import Round
from applications.rounds.wording import named
from diagnosis.answers.absences import absent_codes
from diagnosis.answers.queries import evidence_of
from diagnosis.cases.queries import FIRST_ORDER, Wanted
from diagnosis.cases.todo import KINDS
from diagnosis.panels.marking import items_of
from diagnosis.panels.models import ReassessWay
from grading.load import load_scheme

ANY = ("", _("전체"))
ORDER_CHOICES = [
    ("-arrival", _("최근 접수 순")),
    ("arrival", _("접수 순")),
    ("age", _("오래 머문 순")),
    ("company", _("기업명 순")),
]

LONGEST_NOTE = 1000  # no notice sets a length (assumption)


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

    paid_on = DayField(_("납부일"), _("입금된 날이에요."), missing=_("납부일을 적어 주세요."))

    def clean_paid_on(self) -> date:
        day: date = self.cleaned_data["paid_on"]
        if day > clock.today():
            raise forms.ValidationError(_("납부일은 오늘보다 뒤일 수 없습니다."))
        return day


class SupplementForm(forms.Form):
    """Which items are to be mended, what about each, and until when; only those open for writing."""

    due_on = DayField(
        _("보완 기한"),
        _("이 날이 끝날 때까지 보완할 수 있다고 안내돼요."),
        missing=_("보완 기한을 적어 주세요."),
        early=_("보완 기한은 오늘보다 앞설 수 없습니다."),
    )
    reason = ReasonField(
        label=_("보완을 요청하는 사유"), help_text=_("공급기업에 그대로 전달되고 기록에 남아요."), rows=3
    )

    def __init__(self, application: Application, data: Any = None) -> None:
        super().__init__(data)
        self.items = items_of(application)
        uses_of = evidence_of(application)
        self.given = {code: {one.version.key: one.version for one in uses} for code, uses in uses_of.items()}
        for item in self.items:
            self.fields[f"note-{item.code}"] = forms.CharField(
                label=f"{item.code} {named(item)}",
                required=False,
                max_length=LONGEST_NOTE,
                widget=forms.Textarea(attrs={"rows": 1}),
            )
            if files := self.given.get(item.code):
                self.fields[f"files-{item.code}"] = forms.MultipleChoiceField(
                    label=_("%(item)s에서 고치거나 다시 낼 문서") % {"item": item.code},
                    required=False,
                    choices=[(str(key), name_of(version)) for key, version in files.items()],
                    widget=forms.CheckboxSelectMultiple,
                    error_messages={"invalid_choice": _("이 항목에 없는 문서입니다.")},
                )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and not self.notes():
            raise forms.ValidationError(_("고칠 항목을 하나 이상 골라 보완할 내용을 적어 주세요."))
        for code in self.documents().keys() - self.notes().keys():
            self.add_error(f"note-{code}", _("고른 문서에서 무엇을 보완해야 하는지 적어 주세요."))
        return said

    def notes(self) -> dict[str, str]:
        """What is asked of each item that something is asked of."""
        said = {item.code: self.cleaned_data.get(f"note-{item.code}", "").strip() for item in self.items}
        return {code: note for code, note in said.items() if note}

    def documents(self) -> dict[str, list[DocumentVersion]]:
        """The documents that are meant, of each item of which any were ticked."""
        ticked = {code: self.cleaned_data.get(f"files-{code}", []) for code in self.given}
        return {code: [self.given[code][UUID(key)] for key in keys] for code, keys in ticked.items() if keys}

    def said(self) -> dict[str, Any]:
        """Reason and day."""
        return {name: self.cleaned_data[name] for name in ("due_on", "reason")}


def name_of(version: DocumentVersion) -> str:
    """A document as the operator knows it: its kind and its file's name."""
    return f"{kind_of(version.document.kind).label} · {version.name}"


class ReassessForm(forms.Form):
    """How an accepted objection is dealt with, and why it was accepted."""

    way = forms.ChoiceField(
        label=_("다시 진단하는 방법"),
        choices=ReassessWay.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("방법을 골라 주세요."), "invalid_choice": _("방법을 골라 주세요.")},
    )
    items = forms.MultipleChoiceField(
        label=_("다시 검토할 항목"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("지정한 항목만 다시 검토할 때 골라 주세요."),
        error_messages={"invalid_choice": _("이 진단에 없는 항목입니다.")},
    )
    reason = ReasonField(
        label=_("인용 사유"), help_text=_("공급기업과 위원에게 그대로 전달되고 기록에 남아요."), rows=4
    )

    def __init__(self, application: Application, data: Any = None) -> None:
        super().__init__(data)
        absent = absent_codes(application)
        items = [item for item in items_of(application) if item.code not in absent]
        self.fields["items"].choices = [(item.code, f"{item.code} {named(item)}") for item in items]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("way") == ReassessWay.ITEMS and not said.get("items") and "items" not in self.errors:
            self.add_error("items", _("다시 검토할 항목을 하나 이상 골라 주세요."))
        if said.get("way") == ReassessWay.PANEL:
            said["items"] = []
        return said
