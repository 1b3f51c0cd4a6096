"""What people are told about a scoring run."""

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.filing.models import Application
from applications.jobs.models import Job
from applications.notices.kinds import Kind
from applications.notices.models import Notice
from applications.notices.services import notify, notify_each, write
from applications.people.models import User
from applications.roles import Role
from applications.suppliers.models import Member
from diagnosis.scoring.models import ScoringRun


def tell_agency(run: ScoringRun) -> None:
    """A finished run waits for the agency's confirmation."""
    notify(
        User.objects.filter(role=Role.AGENCY, is_active=True),
        key=f"run-finished:{run.code}",
        subject=lambda: _("채점 %(code)s 확정 요청") % {"code": run.code},
        body=lambda: _("%(round)s의 채점이 끝났습니다. 결과를 확인하고 확정해 주십시오.") % {"round": run.round.name},
        link=reverse("scoring:run", args=[run.code]),
    )


def tell_suppliers(run: ScoringRun) -> None:
    """The people of every company whose outcome the run opened, in three queries."""
    opened = Application.objects.filter(outcomes__run=run, outcomes__published_at__isnull=False)
    companies: dict[int, list[Application]] = {}
    for application in opened:
        companies.setdefault(application.supplier_id, []).append(application)
    members = Member.objects.filter(supplier__in=opened.values("supplier"), user__is_active=True)
    notify_each(
        [
            _opened(run, application, member.user)
            for member in members.select_related("user")
            for application in companies[member.supplier_id]
        ]
    )


def tell_of_discrepancies(job: Job, count: int) -> None:
    """The operating body and the agency hear that stored results are not what their marks give."""
    notify(
        User.objects.filter(role__in=(Role.OPERATOR, Role.AGENCY), is_active=True),
        key=f"discrepancies:{job.key}",
        subject=lambda: _("보관된 결과와 다시 계산한 결과가 다릅니다 (%(count)d건)") % {"count": count},
        body=lambda: (
            _(
                "봉인된 평가표와 KTRS-FM 글자로 결과를 다시 계산했더니 보관된 값과 다른 결과가 %(count)d건 있습니다. "
                "어느 값이 다른지 확인하고 원인을 찾아 주십시오."
            )
            % {"count": count}
        ),
        link=reverse("scoring:recompute"),
    )


def _opened(run: ScoringRun, application: Application, person: User) -> Notice:
    def body() -> str:
        return _(
            "신청 %(code)s의 진단 결과를 포털에서 확인하실 수 있습니다. 이의신청 기간은 결과 화면에 안내되어 있습니다."
        ) % {"code": application.code}

    return write(
        person,
        key=f"published:{run.code}:{application.code}",
        subject=lambda: _("진단 결과가 공개되었습니다 (%(code)s)") % {"code": application.code},
        body=body,
        link=reverse("results:detail", args=[application.code]),
        kind=Kind.RESULT,
    )
