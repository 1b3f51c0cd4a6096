"""Where an application stands now: since when, who is at work, what comes next and by when."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from applications import clock
from applications.fees.models import FeeStatement, Refund
from applications.filing.models import Application, SupplementRequest
from applications.filing.workflow import OBJECTIONS, State
from applications.moments import day_text, moment_text
from applications.seats.queries import Place
from diagnosis.submissions.permissions import objection_ends, published_at_of
from grading.load import load_scheme

COMPANY, OPERATOR, AGENCY = gettext_lazy("우리 기업"), gettext_lazy("운영기관"), gettext_lazy("전담기관")
PANEL, NOBODY = gettext_lazy("진단위원"), gettext_lazy("끝난 신청이에요")
Text = str | Promise


@dataclass(frozen=True)
class Panel:
    """A panel as its company may know it: how many sit, finished, are in review; the last day to finish."""

    members: int
    finished: int
    in_review: int
    due_on: date | None


Panels = Callable[[Sequence[Application]], dict[int, Panel]]
PANELS: list[Panels] = []
"""Filled by the noun that knows panels: the panel of each application that has one, with one query."""


@dataclass(frozen=True)
class Facts:
    """What the sentence about an application depends on beside its state."""

    published_at: datetime | None = None
    fee: FeeStatement | None = None
    place: Place | None = None
    panel: Panel | None = None
    supplement: SupplementRequest | None = None
    owes_refund: bool = False


@dataclass(frozen=True)
class Status:
    """Who does what now (`worker`, `work`), and what comes `next` `by` when; both are empty where nothing is to come.

    `by` is empty too where no day is set.
    """

    since: datetime
    worker: Text
    work: Text
    next: Text = ""
    by: str = ""

    @property
    def is_over(self) -> bool:
        """Whether nobody is at work on the application any more."""
        return self.worker == NOBODY


Told = tuple[Text, Text, Text, str]
"""worker, work, next, by."""
PLAIN: dict[State, Told] = {
    State.SUBMITTED: (
        OPERATOR,
        gettext_lazy("신청 요건과 증빙을 확인하고 있어요."),
        gettext_lazy("요건 판정. 적합하면 접수 순서대로 정원이 배정돼요."),
        "",
    ),
    State.ELIGIBLE: (OPERATOR, gettext_lazy("접수 순서에 따라 정원을 배정하고 있어요."), gettext_lazy("선정 안내"), ""),
    State.INELIGIBLE: (NOBODY, gettext_lazy("요건에 맞지 않아 접수되지 않았어요."), "", ""),
    State.SEATED: (OPERATOR, gettext_lazy("기업부담금 고지를 준비하고 있어요."), gettext_lazy("기업부담금 고지"), ""),
    State.ASSESSED: (OPERATOR, gettext_lazy("평가표를 모아 채점하고 있어요."), gettext_lazy("결과 확정"), ""),
    State.GRADED: (AGENCY, gettext_lazy("채점한 결과를 검토하고 있어요."), gettext_lazy("결과 확정"), ""),
    State.CONFIRMED: (AGENCY, gettext_lazy("결과 공개를 준비하고 있어요."), gettext_lazy("결과 공개"), ""),
    State.FINAL: (NOBODY, gettext_lazy("이의신청 기간이 지나 결과가 최종으로 확정되었어요."), "", ""),
    State.REVOKED: (NOBODY, gettext_lazy("전담기관이 결과를 취소했어요."), "", ""),
}
"""States whose sentence needs nothing but the state."""


def status_of(application: Application, facts: Facts, at: datetime) -> Status:
    """The status line of an application at this instant."""
    state = State(application.state)
    told = PLAIN[state] if state in PLAIN else TELLERS[state](application, facts, at)
    return Status(application.state_since, *told)


def facts_of(applications: Sequence[Application]) -> dict[int, Facts]:
    """What the status lines need, by application; the applications come with their fee. Three queries at most.

    Place in line and refund are not looked up.
    """
    results = [one for one in applications if one.state in OBJECTIONS]
    opened = published_at_of(results) if results else {}
    panels = {pk: panel for ask in PANELS for pk, panel in ask(applications).items()}
    asked = _open_supplements(applications)
    return {
        one.pk: Facts(
            published_at=opened.get(one.pk),
            fee=getattr(one, "fee", None),
            panel=panels.get(one.pk),
            supplement=asked.get(one.pk),
        )
        for one in applications
    }


def owes_refund(application: Application) -> bool:
    """Whether the company left after paying and its refund is on its way."""
    owed = Refund.objects.filter(statement__application=application, paid_on=None)
    return application.state == State.WITHDRAWN and owed.exists()


def _open_supplements(applications: Sequence[Application]) -> dict[int, SupplementRequest]:
    waiting = [one.pk for one in applications if one.state == State.SUPPLEMENT]
    rows = SupplementRequest.objects.filter(application__in=waiting, answered_at=None) if waiting else ()
    return {row.application_id: row for row in rows}


def _draft(application: Application, _facts: Facts, at: datetime) -> Told:
    if application.order_number is None and not application.round.is_open(at):
        return NOBODY, _("접수가 마감되어 제출할 수 없어요."), "", ""
    return COMPANY, _("답변과 증빙을 쓸 차례예요."), _("제출"), _before(application.round.closes_at)


def _supplement(_application: Application, facts: Facts, _at: datetime) -> Told:
    by = _until(facts.supplement.due_on) if facts.supplement else ""
    return COMPANY, _("보완을 요청받은 항목을 고칠 차례예요."), _("보완 제출. 제출하면 운영기관이 다시 확인해요."), by


def _waiting(_application: Application, facts: Facts, _at: datetime) -> Told:
    number = facts.place.waiting_number if facts.place else None
    work = _("자리가 나면 접수 순서대로 저절로 선정돼요.")
    if number:
        work = _("지금 대기 %(number)d번이에요.") % {"number": number} + " " + work
    return OPERATOR, work, _("선정 안내. 이 회차에 자리가 나지 않으면 선정되지 않아요."), ""


def _fee_due(_application: Application, facts: Facts, _at: datetime) -> Told:
    if facts.fee is None:
        return OPERATOR, _("기업부담금 고지를 준비하고 있어요."), _("기업부담금 고지"), ""
    next_, by = _("운영기관의 납부 확인"), _until(facts.fee.due_on)
    if facts.fee.due_on < clock.today():
        late = _("납부 기한이 지났어요. 선정이 취소될 수 있으니 바로 납부하고 운영기관에 알려 주세요.")
        return COMPANY, late, next_, by
    work = _("기업부담금 %(krw)s원을 낼 차례예요.") % {"krw": f"{facts.fee.company_krw:,}"}
    return COMPANY, work, next_, by


def _paid(_application: Application, facts: Facts, _at: datetime) -> Told:
    panel = facts.panel
    if panel and panel.in_review:
        work = _("진단위원의 이해관계를 검토하고 있어요.")
    elif panel and panel.members:
        text = ngettext("진단위원 %(n)d명이 위촉을 수락했어요.", "진단위원 %(n)d명이 위촉을 수락했어요.", panel.members)
        work = text % {"n": panel.members} + " " + _("진단을 시작할 준비를 하고 있어요.")
    else:
        work = _("진단위원을 정하고 있어요.")
    return OPERATOR, work, _("진단 시작"), ""


def _in_assessment(_application: Application, facts: Facts, _at: datetime) -> Told:
    panel = facts.panel
    if panel is None or not panel.members:
        return OPERATOR, _("진단위원을 다시 정하고 있어요."), _("진단"), ""
    next_ = _("진단 종료와 채점")
    if panel.finished == panel.members:
        return PANEL, _("위원이 모두 평가를 마치고 평점을 맞춰 보고 있어요."), next_, ""
    work = _("위원 %(members)d명이 평가하고 있어요.") % {"members": panel.members}
    work += " " + (
        _("%(n)d명이 마쳤어요.") % {"n": panel.finished} if panel.finished else _("마친 위원은 아직 없어요.")
    )
    if panel.in_review:
        work += " " + _("위원 %(n)d명은 운영기관이 이해관계를 검토하고 있어요.") % {"n": panel.in_review}
    by = _("%(until)s(위원에게 정해 준 평가 기한)") % {"until": _until(panel.due_on)} if panel.due_on else ""
    return PANEL, work, next_, by


def _opened(application: Application, facts: Facts, at: datetime) -> Told:
    """A result that is open, first or corrected: the company's turn while it may object."""
    corrected = application.state == State.CORRECTED
    if at < (ends := objection_ends(application, facts.published_at)):
        work = _("정정된 결과가 나왔어요.") if corrected else _("결과가 나왔어요.")
        work += " " + _("이의가 있으면 기간 안에 신청할 수 있어요.")
        return COMPANY, work, _("이의신청 기간 끝"), _until(timezone.localdate(ends) - timedelta(days=1))
    if corrected:
        return NOBODY, _("결과를 정정했어요. 정정된 결과가 효력을 가져요."), "", ""
    return AGENCY, _("이의신청 기간이 끝나 결과를 최종으로 처리하고 있어요."), _("최종 처리"), ""


def _objected(application: Application, _facts: Facts, _at: datetime) -> Told:
    terms = load_scheme(application.scheme_code).terms
    due = timezone.localdate(application.state_since) + timedelta(days=terms.reply_days)
    text = _("%(until)s. 부득이하면 %(more)d일까지 늘어날 수 있어요.")
    by = text % {"until": _until(due), "more": terms.extension_days}
    return OPERATOR, _("이의신청을 검토하고 있어요."), _("이의신청에 대한 답변"), by


def _withdrawn(application: Application, facts: Facts, at: datetime) -> Told:
    if facts.owes_refund:
        return OPERATOR, _("낸 기업부담금의 환불을 처리하고 있어요."), _("환불"), ""
    if application.round.is_open(at):
        again = _("신청을 철회했어요. 접수 마감 전에는 다시 작성해 제출할 수 있어요.")
        return COMPANY, again, _("다시 제출(원하는 경우)"), _before(application.round.closes_at)
    return NOBODY, _("신청을 철회했어요."), "", ""


def _until(day: date) -> str:
    return _("%(day)s까지") % {"day": day_text(day)}


def _before(moment: datetime) -> str:
    return _("%(at)s 전까지") % {"at": moment_text(moment)}


TELLERS: dict[State, Callable[[Application, Facts, datetime], Told]] = {
    State.DRAFT: _draft,
    State.SUPPLEMENT: _supplement,
    State.WAITING: _waiting,
    State.FEE_DUE: _fee_due,
    State.PAID: _paid,
    State.IN_ASSESSMENT: _in_assessment,
    State.OBJECTED: _objected,
    State.WITHDRAWN: _withdrawn,
    **dict.fromkeys(OBJECTIONS, _opened),
}
"""States whose sentence depends on more than the state."""
