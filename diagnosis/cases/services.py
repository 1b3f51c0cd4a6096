"""Making a move with a case: the guard of the move, the move itself, and what follows from it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.fees.services import confirm_payment
from applications.filing.models import Application, SupplementPoint
from applications.filing.services import advance
from applications.filing.supplements import Named, ask
from applications.filing.workflow import Move
from applications.moments import day_text
from applications.notices.kinds import Kind
from applications.notices.services import notify
from applications.people.models import User
from applications.permissions import require
from applications.seats.services import accept, bill, lapse, reject
from diagnosis.answers.absences import decide
from diagnosis.answers.models import Answer
from diagnosis.cases.permissions import GUARDS, may_decide_claim
from diagnosis.panels.letters import tell_company, tell_started
from diagnosis.panels.models import Reassessment
from diagnosis.panels.reassessing import begin_again
from diagnosis.panels.services import hold_case, open_sheets

Effect = Callable[[Application, User, str], object]
ABOUT_PANELS = ("start_assessment", "close_assessment")


def _start(application: Application, by: User, reason: str) -> None:
    advance(application, "start_assessment", by=by, reason=reason)
    sheets = open_sheets(application)
    places = [sheet.assignment for sheet in sheets]
    tell_started(application, places)
    tell_company(application, places)


@transaction.atomic
def ask_supplement(
    application: Application,
    notes: Mapping[str, str],
    *,
    due_on: date,
    reason: str,
    by: User,
    documents: Named | None = None,
) -> Application:
    """Give an application back to be mended until a day: items, each with a note and the documents that are meant.

    Raises filing.services.MovedAlready.
    """
    advance(application, "request_supplement", by=by, reason=reason)
    asked = ask(application, notes, due_on=due_on, by=by, documents=documents)
    points = asked.points.prefetch_related("documents")
    people = User.objects.filter(member__supplier_id=application.supplier_id, is_active=True)

    def body() -> str:
        text = _("%(code)s 신청에 보완이 필요합니다. %(due)s까지 고쳐서 다시 제출해 주시기 바랍니다.\n%(reason)s")
        told = text % {"code": application.code, "due": day_text(due_on), "reason": reason}
        return "\n".join([told, *map(point_text, points)])

    key = f"supplement:{application.code}:{application.state_since:%Y%m%d%H%M%S}"
    link = reverse("submissions:detail", args=[application.code])
    notify(people, key=key, subject=gettext_lazy("보완 요청"), body=body, link=link, kind=Kind.FILING)
    return application


def point_text(point: SupplementPoint) -> str:
    """One line of the letter: item, note, and the names of the documents that are meant."""
    names = ", ".join(one.name for one in point.documents.all())
    line = f"- {point.item_code}: {point.note}"
    return f"{line} ({_('문서')}: {names})" if names else line


EFFECTS: dict[str, Effect] = {
    "accept": lambda application, by, _reason: accept(application, by=by),
    "reject": lambda application, by, reason: reject(application, reason=reason, by=by),
    "bill": lambda application, by, _reason: bill(application, by=by),
    "lapse": lambda application, by, reason: lapse(application, reason=reason, by=by),
    "start_assessment": _start,
}
"""Moves that do more than move; every other one is filing.services.advance alone."""


@transaction.atomic
def perform(application: Application, move: Move, *, reason: str = "", by: User) -> Application:
    """Make a move with everything that follows from it; the guard is asked again inside the transaction,
    for moves about the panel with the case locked, so that nobody joins or leaves meanwhile.

    Raises MovedAlready when somebody was first, PermissionDenied when the guard says no.
    """
    if move.name in ABOUT_PANELS:
        hold_case(application)
    if guard := GUARDS.get(move.name):
        require(guard(application))
    if effect := EFFECTS.get(move.name):
        effect(application, by, reason)
    else:
        advance(application, move.name, by=by, reason=reason)
    return application


@transaction.atomic
def decide_claim(answer: Answer, *, granted: bool, reason: str, by: User) -> None:
    """Decide that an item does not apply, or that it does, and tell the company. Raises DecidedAlready,
    PermissionDenied once the case has moved on."""
    application = answer.application
    hold_case(application)
    application.refresh_from_db(fields=["state"])
    require(may_decide_claim(by, application))
    decide(answer, granted=granted, reason=reason, by=by)
    people = User.objects.filter(member__supplier_id=application.supplier_id, is_active=True)
    told = (
        _("항목 %(item)s을 «해당 없음»으로 인정했습니다.\n%(reason)s")
        if granted
        else _("항목 %(item)s을 «해당 없음»으로 인정하지 않았습니다. 진단위원이 평가합니다.\n%(reason)s")
    )
    body = told % {"item": answer.item_code, "reason": reason}
    link = reverse("submissions:review", args=[application.code])
    key = f"absence:{application.code}:{answer.item_code}:{answer.version}"
    notify(people, key=key, subject=_("«해당 없음» 판단"), body=body, link=link)


def confirm_fee(application: Application, *, paid_on: date, by: User) -> Application:
    """Confirm that the company's share arrived on a day. Raises MovedAlready."""
    confirm_payment(application, paid_on=paid_on, by=by)
    return application


@transaction.atomic
def reassess(application: Application, *, way: str, items: Sequence[str], reason: str, by: User) -> Reassessment:
    """Accept an objection: the case is assessed again, the earlier result stays until the next is published.

    Raises MovedAlready when somebody was first.
    """
    held = hold_case(application)
    objection = held.state_reason
    advance(held, "reassess", by=by, reason=reason)
    return begin_again(held, way, items, objection=objection, reason=reason, by=by)
