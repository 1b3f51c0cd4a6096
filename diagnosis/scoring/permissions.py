"""May this person start, stop, confirm or publish a scoring run?"""

from django.utils.translation import gettext as _

from applications.jobs.models import JobState
from applications.jobs.queries import OPEN, is_open
from applications.people.models import User
from applications.permissions import YES, Verdict, refuse
from applications.roles import Role
from applications.rounds.models import Round
from diagnosis.scoring.models import ScoringRun
from diagnosis.scoring.queries import checks, gradable, is_scoring, latest_run


def may_start(user: User | None, round_: Round) -> Verdict:
    """The operating body, or nobody (the command line); one run of a round at a time, and only over something."""
    if user is not None and user.role != Role.OPERATOR:
        return refuse(_("채점은 운영기관만 시작할 수 있습니다."))
    if is_scoring(round_):
        return refuse(_("이 회차의 채점이 이미 진행되고 있습니다."))
    if not gradable(round_).exists():
        return refuse(_("채점할 신청이 없습니다. 진단이 완료된 신청이 있어야 합니다."))
    return YES


def may_stop(user: User, run: ScoringRun) -> Verdict:
    """The operating body, while the run waits or is at work."""
    if user.role != Role.OPERATOR:
        return refuse(_("채점은 운영기관만 멈출 수 있습니다."))
    return YES if is_open(run.job) else refuse(_("이미 끝난 채점입니다."))


def may_resume(user: User, run: ScoringRun) -> Verdict:
    """The operating body, after a failure or a stop, unless a later run has begun."""
    if user.role != Role.OPERATOR:
        return refuse(_("채점은 운영기관만 다시 시작할 수 있습니다."))
    if run.job.state not in (JobState.FAILED, JobState.CANCELLED):
        return refuse(_("멈추었거나 실패한 채점만 이어서 할 수 있습니다."))
    return _is_latest(run)


def may_confirm(user: User, run: ScoringRun) -> Verdict:
    """The agency, for the newest finished run, and never the person who started it (two-person rule)."""
    if user.role != Role.AGENCY:
        return refuse(_("결과 확정은 전담기관만 할 수 있습니다."))
    if run.started_by_id == user.pk:
        return refuse(_("채점을 시작한 사람은 그 결과를 확정할 수 없습니다. 다른 담당자가 확정해야 합니다."))
    if run.job.state != JobState.DONE:
        return refuse(_("채점이 끝난 뒤에 확정할 수 있습니다."))
    if run.confirmed_at is not None:
        return refuse(_("이미 확정했습니다."))
    return _is_latest(run)


def may_publish(user: User, run: ScoringRun) -> Verdict:
    """The agency, once the run is confirmed."""
    if user.role != Role.AGENCY:
        return refuse(_("결과 공개는 전담기관만 할 수 있습니다."))
    if run.confirmed_at is None:
        return refuse(_("결과를 확정한 뒤에 공개할 수 있습니다."))
    return refuse(_("이미 공개했습니다.")) if run.published_at is not None else YES


def may_recompute(user: User | None) -> Verdict:
    """The operating body and the agency, or nobody (the command line); one check at a time."""
    if user is not None and user.role not in (Role.OPERATOR, Role.AGENCY):
        return refuse(_("재계산은 운영기관과 전담기관만 시작할 수 있습니다."))
    if checks().filter(state__in=OPEN).exists():
        return refuse(_("재계산이 이미 진행되고 있습니다."))
    return YES


def _is_latest(run: ScoringRun) -> Verdict:
    newest = latest_run(run.round)
    if newest is not None and newest.pk != run.pk:
        return refuse(_("더 최근의 채점 %(code)s이(가) 있습니다.") % {"code": newest.code})
    return YES
