"""A company's benefits today with what it asked for and the one thing to do next."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from applications.moments import day_text, moment_text
from applications.people.models import User
from applications.permissions import Verdict
from applications.roles import Role
from applications.rounds.wording import in_language, named
from applications.suppliers.models import Supplier
from diagnosis.benefits.pages import STATES, TONES
from diagnosis.benefits.queries import BenefitDay, Entitlement
from diagnosis.benefits.requests.models import BenefitRequest, RequestState
from diagnosis.benefits.requests.permissions import may_ask
from diagnosis.benefits.requests.queries import latest_requests, way_of, what_of
from diagnosis.findings.queries import CONSENT
from grading.benefits import CLOSED, OPEN
from grading.requests import AUTOMATIC, ELSEWHERE, LETTER, OFFICE, Way

Text = str | Promise


@dataclass(frozen=True)
class Step:
    """The one thing to do next; without an address only words, where nothing can be done."""

    label: str
    url: str = ""
    is_first: bool = False


@dataclass(frozen=True)
class Offer:
    """One benefit today: its answer, how it is got, what became of the last request, and what to do."""

    entitlement: Entitlement
    way: Way | None
    request: BenefitRequest | None
    step: Step | None

    @property
    def name(self) -> str:
        return named(self.entitlement.benefit)

    @property
    def state(self) -> Text:
        return STATES[self.entitlement.dated.answer.state]

    @property
    def tone(self) -> str:
        return TONES[self.entitlement.dated.answer.state]

    @property
    def reason(self) -> str:
        return in_language(self.entitlement.dated.answer.reason, self.entitlement.dated.answer.reason_en)

    @property
    def note(self) -> str:
        return in_language(self.entitlement.dated.answer.note, self.entitlement.dated.answer.note_en)

    @property
    def what(self) -> str:
        return what_of(self.entitlement.benefit.code)

    @property
    def until(self) -> date | None:
        """The last day of a benefit that is open."""
        dated = self.entitlement.dated
        return dated.standing.until if dated.standing and dated.answer.state == OPEN else None

    @property
    def sources(self) -> list[tuple[str, bool]]:
        """Where the answer and the way come from, each title once, and whether any of it is an assumption."""
        answer = self.entitlement.dated.answer
        found = {answer.source: answer.assumption}
        if self.way:
            title = self.way.origin.title
            found[title] = found.get(title, False) or self.way.origin.assumption
        return list(found.items())

    @property
    def told(self) -> str:
        """What became of the last request, in one sentence."""
        return _told(self.request) if self.request else ""


def offers_of(day: BenefitDay, user: User) -> list[Offer]:
    """Every benefit of a day that is today, for whoever looks at the company."""
    last = latest_requests(day.supplier)
    return [_offer(one, day.supplier, last.get(one.benefit.code), user) for one in day.entitlements]


def _offer(one: Entitlement, supplier: Supplier, last: BenefitRequest | None, user: User) -> Offer:
    way = way_of(one.benefit.code)
    steps = _steps_of_company(one, way, last, may_ask(user, supplier, one)) if _is_own(user) else _steps_of_others(last)
    return Offer(one, way, last, next(steps, None))


def _is_own(user: User) -> bool:
    return user.role == Role.SUPPLIER


def _steps_of_company(
    one: Entitlement, way: Way | None, last: BenefitRequest | None, verdict: Verdict
) -> Iterator[Step]:
    """What may be done, the first being the one to show."""
    kind, answer = way.kind if way else "", one.dated.answer
    if last and last.is_live:
        yield _of_live(last, kind)
    if kind in (OFFICE, LETTER) and answer.state != CLOSED:
        yield _to_ask(one.benefit.code, kind) if verdict else Step(verdict.reason)
    if kind == AUTOMATIC and any(asked.fact == CONSENT and asked.state == CLOSED for asked in answer.asked):
        yield Step(_("공개 동의하러 가기"), reverse("suppliers:listing"))
    if kind == ELSEWHERE and answer.state == OPEN and one.dated.standing:
        yield Step(_("함께 낼 역량진단 확인서"), reverse("certificates:detail", args=[one.dated.standing.result]))
    if answer.state == CLOSED and one.dated.standing and one.benefit.min_level:
        growth = reverse("results:detail", args=[one.dated.standing.result]) + "#growth"
        yield Step(_("다음 등급까지 보기"), growth)


def _of_live(last: BenefitRequest, kind: str) -> Step:
    if kind == LETTER:
        return Step(_("은행 제출용 확인서 보기"), reverse("bank_letters:detail", args=[last.pk]), is_first=True)
    return Step(_("신청 내용 보기"), reverse("benefit_requests:detail", args=[last.pk]))


def _to_ask(benefit: str, kind: str) -> Step:
    if kind == LETTER:
        return Step(_("은행 제출용 확인서 만들기"), reverse("bank_letters:ask", args=[benefit]), is_first=True)
    return Step(_("혜택 신청하기"), reverse("benefit_requests:ask", args=[benefit]), is_first=True)


def _steps_of_others(last: BenefitRequest | None) -> Iterator[Step]:
    if last:
        yield Step(_("신청 내용 보기"), reverse("benefit_requests:detail", args=[last.pk]))


def _told(request: BenefitRequest) -> str:
    at = moment_text(request.asked_at)
    if request.state == RequestState.ASKED:
        return _("%(at)s 신청, 답변을 기다리는 중") % {"at": at}
    if request.state == RequestState.WITHDRAWN:
        return _("%(at)s에 신청했다가 거둠") % {"at": at}
    if request.state == RequestState.ENDED:
        ended = day_text(request.ended_at) if request.ended_at else ""
        return _("%(day)s 끝남: %(why)s") % {"day": ended, "why": request.why_ended}
    answered = moment_text(request.answered_at) if request.answered_at else ""
    if request.state == RequestState.REFUSED:
        return _("%(at)s 받아들여지지 않음: %(why)s") % {"at": answered, "why": request.answer}
    return _("%(asked)s 신청, %(at)s 처리됨") % {"asked": at, "at": answered}
