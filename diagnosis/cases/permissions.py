"""May this person make this move with this case: the table of moves, then what the move needs of the content."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.fees.models import FeeStatement
from applications.fees.queries import is_overdue
from applications.filing.models import Application
from applications.filing.permissions import may_move
from applications.filing.queries import came_from
from applications.filing.workflow import OBJECTIONS, Move, State, moves_from
from applications.moments import day_text
from applications.people.models import User
from applications.permissions import YES, Verdict, refuse
from applications.roles import Role
from diagnosis.answers.absences import has_undecided
from diagnosis.panels.queries import are_all_sheets_closed, ready_members, unsure_members
from diagnosis.panels.reconciling import open_reconciliation
from grading.load import load_scheme

Guard = Callable[[Application], Verdict]
DECIDING_STATES = frozenset({State.SUBMITTED, State.ELIGIBLE, State.SEATED, State.WAITING, State.FEE_DUE, State.PAID})


@dataclass(frozen=True)
class Choice:
    """A move of the table with the verdict on it: a button, or a button that says why it is off."""

    move: Move
    verdict: Verdict


def has_panel(application: Application) -> Verdict:
    """Enough members who accepted, pledged and are free of interest, and no doubt left undecided.

    KTRS letters are not asked for here: they are needed to score, not to begin marking.
    """
    if unsure_members(application).exists():
        return refuse(_("이해관계 판단을 기다리는 위원이 있습니다. 먼저 판단해 주세요."))
    least = load_scheme(application.scheme_code).panel.min_size
    ready = ready_members(application).count()
    if ready >= least:
        return YES
    told = ngettext(
        "위촉을 수락하고 서약한 위원이 %(ready)d명입니다. %(least)d명 이상이어야 합니다.",
        "위촉을 수락하고 서약한 위원이 %(ready)d명입니다. %(least)d명 이상이어야 합니다.",
        ready,
    )
    return refuse(told % {"ready": ready, "least": least})


def is_ready_to_mark(application: Application) -> Verdict:
    """A panel, and nothing open about which items are to be marked."""
    if has_undecided(application):
        return refuse(_("«해당 없음»으로 적은 항목을 먼저 판단해 주세요. 답변과 증빙 화면에서 할 수 있습니다."))
    return has_panel(application)


def may_decide_claim(user: User, application: Application) -> Verdict:
    """Whether this person may decide on a claim: the operating body, once it is filed and before marking."""
    if user.role != Role.OPERATOR:
        return refuse(_("«해당 없음»은 운영기관 담당자만 판단할 수 있습니다."))
    if application.state not in DECIDING_STATES:
        return refuse(
            _("접수된 뒤 진단을 시작하기 전까지만 판단할 수 있습니다(지금: %(state)s).")
            % {"state": application.get_state_display()}
        )
    return YES


def has_all_sheets(application: Application) -> Verdict:
    """Every accepted member has closed the sheet."""
    if open_reconciliation(application) is not None:
        return refuse(_("평점 조정이 끝나지 않았습니다. 재검토나 추가 위원의 평가를 기다리고 있습니다."))
    if are_all_sheets_closed(application):
        return YES
    return refuse(_("마감하지 않은 평가표가 있습니다. 모두 마감하면 진단이 저절로 끝납니다."))


def is_past_due(application: Application) -> Verdict:
    """The day to pay by is over."""
    statement = FeeStatement.objects.filter(application=application).first()
    if statement is None or is_overdue(statement):
        return YES
    return refuse(_("납부 기한(%(due)s)이 아직 지나지 않았습니다.") % {"due": day_text(statement.due_on)})


GUARDS: dict[str, Guard] = {
    "start_assessment": is_ready_to_mark,
    "close_assessment": has_all_sheets,
    "lapse": is_past_due,
}


def may_perform(user: User, application: Application, move: Move) -> Verdict:
    """The table first, the content second."""
    verdict = may_move(user, application, move)
    if verdict and not _goes_back(application, move):
        return refuse(_("이의신청 전의 상태로만 되돌릴 수 있습니다."))
    guard = GUARDS.get(move.name)
    return guard(application) if verdict and guard else verdict


def _goes_back(application: Application, move: Move) -> bool:
    """A dismissed objection leads back to where it came from; every other move leads where the table says."""
    if move.start != State.OBJECTED or move.end not in OBJECTIONS:
        return True
    return move.end == (came_from(application) or State.PUBLISHED)


def choices_of(user: User, application: Application) -> list[Choice]:
    """Every move that this person's role may take from here, in table order, with its verdict."""
    moves = [move for move in moves_from(State(application.state), user.role) if _goes_back(application, move)]
    return [Choice(move, may_perform(user, application, move)) for move in moves]
