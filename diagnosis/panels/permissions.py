"""What may be done about a panel and on a mark sheet, by whom and when."""

from django.utils.translation import gettext as _

from applications.filing.models import Application
from applications.filing.workflow import State
from applications.people.models import User
from applications.permissions import YES, Verdict, refuse
from applications.roles import Role
from diagnosis.panels.models import Assignment, AssignmentState, Interest, MarkSheet, ReconcileAction, Reconciliation
from diagnosis.panels.queries import FREE, READING_STATES

PANEL_STATES = (State.PAID, State.IN_ASSESSMENT)


def may_keep_pool(user: User) -> Verdict:
    """Whether this person may enlist assessors and change their entries in the pool."""
    return YES if user.role == Role.OPERATOR else refuse(_("진단위원 명단은 운영기관 담당자만 관리할 수 있습니다."))


def may_assign(user: User, application: Application) -> Verdict:
    """Whether this person may put assessors on the panel, or take them off, now."""
    if application.state not in PANEL_STATES:
        return refuse(
            _("납부를 확인한 뒤 진단이 끝나기 전까지만 진단위원을 배정할 수 있습니다(지금: %(state)s).")
            % {"state": application.get_state_display()}
        )
    if user.role != Role.OPERATOR:
        return refuse(_("진단위원은 운영기관 담당자만 배정할 수 있습니다."))
    return YES


def may_release(user: User, place: Assignment) -> Verdict:
    """Whether somebody may be taken off the panel; who has closed a sheet stays."""
    if place.state not in (AssignmentState.INVITED, AssignmentState.ACCEPTED):
        return refuse(_("이미 진단위원단에 없는 위원입니다."))
    sheet = sheet_of(place)
    if sheet is not None and sheet.closed_at is not None:
        return refuse(_("평가표를 마감한 위원은 해촉할 수 없습니다."))
    return may_assign(user, place.application)


def may_dismiss(user: User, place: Assignment) -> Verdict:
    """Whether an operator may decide that a doubtful interest does not stand in the way."""
    if place.state != AssignmentState.ACCEPTED or place.interest != Interest.UNSURE:
        return refuse(_("판단을 기다리는 이해관계 신고가 없습니다."))
    return may_assign(user, place.application)


def may_declare(user: User, place: Assignment) -> Verdict:
    """Whether this person may accept or decline the invitation now."""
    if place.assessor.user_id != user.pk:
        return refuse(_("본인에게 온 위촉 요청에만 답할 수 있습니다."))
    if place.state != AssignmentState.INVITED:
        return refuse(_("이미 처리된 위촉 요청입니다(지금: %(state)s).") % {"state": place.get_state_display()})
    if place.application.state not in PANEL_STATES:
        return refuse(_("이 건의 진단이 이미 끝났거나 신청이 철회되었습니다."))
    return YES


def may_read(user: User, place: Assignment) -> Verdict:
    """Whether this assessor may read the supplier's answers and evidence."""
    if place.assessor.user_id != user.pk:
        return refuse(_("본인에게 배정된 건만 열람할 수 있습니다."))
    if place.state != AssignmentState.ACCEPTED or place.pledged_at is None:
        return refuse(_("이해관계를 신고하고 서약한 뒤에 자료를 열람할 수 있습니다."))
    if place.interest not in FREE:
        return refuse(_("신고한 이해관계를 운영기관이 검토하고 있습니다. 결정되면 자료를 열람할 수 있습니다."))
    if place.application.state not in READING_STATES:
        return refuse(_("진단이 끝나 자료 열람 기간이 지났습니다."))
    return YES


def may_mark(user: User, place: Assignment) -> Verdict:
    """Whether this assessor may write on the sheet."""
    if not (verdict := may_read(user, place)):
        return verdict
    if place.application.state != State.IN_ASSESSMENT:
        return refuse(_("운영기관이 진단을 시작하면 평점을 입력할 수 있습니다. 지금은 자료만 열람할 수 있습니다."))
    sheet = sheet_of(place)
    if sheet is None:
        return refuse(_("평가표가 아직 열리지 않았습니다."))
    if sheet.closed_at is not None:
        return refuse(_("마감한 평가표는 고칠 수 없습니다."))
    return YES


def may_reconsider(user: User, place: Assignment, asked: Reconciliation | None) -> Verdict:
    """Whether this assessor is asked to look again at items of a sheet that is closed."""
    if not (verdict := may_read(user, place)):
        return verdict
    sheet = sheet_of(place)
    if asked is None or asked.action != ReconcileAction.RECONCILE or sheet is None or sheet.closed_at is None:
        return refuse(_("지금 다시 살펴볼 항목이 없습니다."))
    if asked.answers.filter(sheet=sheet).exists():
        return refuse(_("이미 재검토를 마쳤습니다."))
    return YES


def may_settle(user: User, reconciliation: Reconciliation) -> Verdict:
    """Whether an operator may go on without waiting for a reconciliation."""
    if user.role != Role.OPERATOR:
        return refuse(_("평점 조정은 운영기관 담당자만 끝낼 수 있습니다."))
    return YES if reconciliation.closed_at is None else refuse(_("이미 끝난 평점 조정입니다."))


def sheet_of(place: Assignment) -> MarkSheet | None:
    """The sheet of a place, None before it is opened."""
    return getattr(place, "sheet", None)
