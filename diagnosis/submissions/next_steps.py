"""What a company should do next with an application, by its state."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.fees.models import FeeStatement
from applications.filing.models import Application, SupplementRequest
from applications.filing.workflow import OBJECTIONS, RESULT_STATES, SUPPLIER_WRITES, State
from applications.moments import day_text, moment_text
from applications.rounds.wording import named
from applications.seats.queries import Place
from diagnosis.answers.queries import Progress
from diagnosis.submissions.permissions import objection_ends

WAITS = {
    State.SUBMITTED: gettext_lazy("운영기관이 신청 요건을 확인하고 있어요. 지금 하실 일은 없어요."),
    State.ELIGIBLE: gettext_lazy("요건에 맞는 것으로 확인되었어요. 선정 여부를 곧 알려 드려요."),
    State.SEATED: gettext_lazy("지원 대상으로 선정되었어요. 기업부담금 안내를 기다려 주세요."),
    State.PAID: gettext_lazy("납부가 확인되었어요. 진단위원 배정을 기다려 주세요."),
    State.IN_ASSESSMENT: gettext_lazy("진단위원이 답변과 증빙을 검토하고 있어요."),
    State.ASSESSED: gettext_lazy("진단위원의 검토가 끝났어요. 채점을 기다려 주세요."),
    State.GRADED: gettext_lazy("채점이 끝났어요. 전담기관이 결과를 확정하면 알려 드려요."),
    State.CONFIRMED: gettext_lazy("결과가 확정되었어요. 공개되면 알려 드려요."),
    State.OBJECTED: gettext_lazy("이의신청을 검토하고 있어요. 답변이 나오면 알려 드려요."),
}


@dataclass(frozen=True)
class NextStep:
    """One thing to do, or to wait for when `url` is empty; `urgent` when it has a date or a fault."""

    title: str | Promise
    text: str | Promise
    url: str = ""
    label: str | Promise = ""
    urgent: bool = False


def next_step_of(
    application: Application,
    progress: list[Progress],
    *,
    fee: FeeStatement | None = None,
    place: Place | None = None,
    published_at: datetime | None = None,
    supplement: SupplementRequest | None = None,
    at: datetime,
) -> NextStep:
    """The next action for the company at this instant."""
    state = State(application.state)
    if state == State.SUPPLEMENT:
        return _to_supplement(application, progress, supplement)
    if state in SUPPLIER_WRITES:
        return _to_write(application, progress, at)
    if state == State.FEE_DUE:
        return _to_pay(application, fee)
    if state == State.WAITING:
        return _in_line(place)
    if state in RESULT_STATES - {State.OBJECTED}:
        return _to_read(application, published_at, at)
    if state == State.WITHDRAWN:
        return _withdrawn(application, at)
    if state == State.INELIGIBLE:
        text = _("사유: %(reason)s") % {"reason": application.state_reason or "–"}
        return NextStep(_("요건에 맞지 않아 접수되지 않았어요"), text)
    if state in (State.PAID, State.IN_ASSESSMENT):
        members = reverse("panels:members", args=[application.code])
        return NextStep(_("지금은 기다리시면 돼요"), WAITS[state], members, _("진단위원 보기"))
    return NextStep(_("지금은 기다리시면 돼요"), WAITS[state])


def _to_write(application: Application, progress: list[Progress], at: datetime) -> NextStep:
    first_filing = application.order_number is None
    if first_filing and not application.round.is_open(at):
        text = _("%(at)s에 접수가 마감되어 제출할 수 없어요. 쓰신 내용은 그대로 남아 있어요.")
        return NextStep(_("접수가 마감되었어요"), text % {"at": moment_text(application.round.closes_at)}, urgent=True)
    due = _("%(at)s까지 제출해 주세요.") % {"at": moment_text(application.round.closes_at)} if first_filing else ""
    left = next((part for part in progress if not part.complete), None)
    if left is None:
        url = reverse("submissions:review", args=[application.code])
        return NextStep(_("모두 작성했어요. 내용을 확인하고 제출하세요"), due, url, _("확인하고 제출하기"), urgent=True)
    url = reverse("answers:section", args=[application.code, left.section.code])
    rest = sum(part.total - part.done for part in progress)
    title = _("답변을 이어서 작성하세요. %(rest)d개 항목이 남았어요") % {"rest": rest}
    return NextStep(title, due, url, _("%(section)s 작성하기") % {"section": named(left.section)}, urgent=True)


def _withdrawn(application: Application, at: datetime) -> NextStep:
    if not application.round.is_open(at):
        return NextStep(_("신청을 철회했어요"), _("접수가 마감되어 이 회차에는 다시 제출할 수 없어요."))
    url = reverse("submissions:move", args=[application.code, "reopen"])
    text = _("%(at)s 전에 고쳐서 다시 제출할 수 있어요. 접수 순번은 새로 제출한 때를 기준으로 다시 받아요.")
    due = {"at": moment_text(application.round.closes_at)}
    return NextStep(_("신청을 철회했어요"), text % due, url, _("다시 작성하기"))


def _to_supplement(
    application: Application, progress: list[Progress], supplement: SupplementRequest | None
) -> NextStep:
    text = _("보완 요청 사유: %(reason)s") % {"reason": application.state_reason or "–"}
    if supplement:
        title = _("보완 요청을 확인하고 %(due)s까지 다시 제출하세요") % {"due": day_text(supplement.due_on)}
        url = reverse("submissions:detail", args=[application.code]) + "#supplement"
        return NextStep(title, text, url, _("보완할 항목 보기"), urgent=True)
    url = reverse("answers:section", args=[application.code, progress[0].section.code])
    return NextStep(_("보완 요청을 확인하고 고친 뒤 다시 제출하세요"), text, url, _("답변 고치기"), urgent=True)


def _to_pay(application: Application, fee: FeeStatement | None) -> NextStep:
    if fee is None:
        return NextStep(_("기업부담금 안내를 기다려 주세요"), "")
    text = _("기한까지 납부하지 않으면 선정이 취소될 수 있어요.")
    title = _("기업부담금 %(krw)s원을 %(due)s까지 납부하세요") % {
        "krw": f"{fee.company_krw:,}",
        "due": day_text(fee.due_on),
    }
    url = reverse("fees:statement", args=[application.code])
    return NextStep(title, text, url, _("고지서와 납부 계좌 보기"), urgent=True)


def _in_line(place: Place | None) -> NextStep:
    number = place.waiting_number if place else None
    title = _("대기 %(number)d번이에요") % {"number": number} if number else _("대기 중이에요")
    return NextStep(title, _("자리가 나면 접수 순서에 따라 선정하고 알려 드려요."))


def _to_read(application: Application, published_at: datetime | None, at: datetime) -> NextStep:
    url = reverse("results:detail", args=[application.code])
    text = ""
    if application.state in OBJECTIONS and at < (ends := objection_ends(application, published_at)):
        text = _("이의가 있으면 %(at)s 전까지 신청할 수 있어요.") % {"at": moment_text(ends)}
    return NextStep(_("진단 결과가 나왔어요"), text, url, _("결과 보기"))
