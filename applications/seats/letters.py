"""What a company is told about its seat; each letter is written inside the transaction of the fact it tells."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.fees.models import FeeStatement
from applications.filing.models import Application
from applications.notices.kinds import Kind
from applications.notices.services import Text, notify
from applications.people.models import User


def tell_seated(application: Application, statement: FeeStatement) -> None:
    """The seat, and the company's share with the day it is due."""
    figures = {
        "code": application.code,
        "company": f"{statement.company_krw:,}",
        "total": f"{statement.total_krw:,}",
        "due": f"{statement.due_on:%Y-%m-%d}",
    }
    body = gettext_lazy(
        "%(code)s 신청이 지원 대상으로 선정되었습니다. 기업부담금 %(company)s원(진단 비용 %(total)s원 중)을 "
        "%(due)s까지 납부하여 주시기 바랍니다. 기한까지 납부하지 않으면 선정이 취소될 수 있습니다."
    )
    key = f"seated:{application.code}:{statement.issued_at:%Y%m%d%H%M%S}"
    _tell(application, key, gettext_lazy("선정 및 기업부담금 납부 안내"), lambda: str(body) % figures)


def tell_waiting(application: Application) -> None:
    """Found in order, but beyond the seats."""
    body = gettext_lazy(
        "%(code)s 신청이 요건에 적합한 것으로 확인되었으나 모집 규모를 초과하여 대기 순번이 부여되었습니다. "
        "자리가 나면 접수 순서에 따라 선정하고 알려 드립니다."
    )
    key = f"waiting:{application.code}:{application.order_number}"
    _tell(application, key, gettext_lazy("대기 순번 안내"), lambda: str(body) % {"code": application.code})


def tell_rejected(application: Application) -> None:
    """Turned away, with the reason."""
    key = f"rejected:{application.code}:{application.order_number}"

    def body() -> str:
        return _("%(code)s 신청이 요건에 부적합한 것으로 판정되었습니다.\n사유: %(reason)s") % _why(application)

    _tell(application, key, gettext_lazy("요건 부적합 판정 안내"), body)


def tell_lapsed(application: Application) -> None:
    """The seat is lost because the share was not paid."""
    key = f"lapsed:{application.code}:{application.state_since:%Y%m%d%H%M%S}"

    def body() -> str:
        return _("%(code)s 신청의 선정이 기업부담금 미납으로 취소되었습니다.\n사유: %(reason)s") % _why(application)

    _tell(application, key, gettext_lazy("선정 취소 안내"), body)


def _why(application: Application) -> dict[str, str]:
    return {"code": application.code, "reason": application.state_reason}


def _tell(application: Application, key: str, subject: Text, body: Text) -> None:
    people = User.objects.filter(member__supplier_id=application.supplier_id, is_active=True)
    link = reverse("submissions:detail", args=[application.code])
    notify(people, key=key, subject=subject, body=body, link=link, kind=Kind.SEAT)
