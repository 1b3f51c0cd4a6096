"""What a company is told about its place in the order of arrival."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.filing.models import Application
from applications.moments import exact_text
from applications.notices.kinds import Kind
from applications.notices.services import notify
from applications.people.models import User


def tell_moved_back(application: Application, before: int) -> None:
    """An earlier arrival was written down after this one, within the seconds that a filing takes."""

    def body() -> str:
        assert application.arrived_at is not None  # it has an order number
        return _(
            "%(code)s 신청의 접수 순번이 %(before)d번에서 %(after)d번으로 정정되었습니다. "
            "접수 순번은 제출이 도착한 순서이며, 귀사의 제출(%(at)s 도착)보다 먼저 도착한 제출이 뒤에 등록되었습니다. "
            "도착 시각과 접수증은 그대로 유효합니다."
        ) % {
            "code": application.code,
            "before": before,
            "after": application.order_number,
            "at": exact_text(application.arrived_at),
        }

    people = User.objects.filter(member__supplier_id=application.supplier_id, is_active=True)
    key = f"order:{application.code}:{application.order_number}"
    link = reverse("submissions:receipt", args=[application.code])
    notify(people, key=key, subject=gettext_lazy("접수 순번 정정 안내"), body=body, link=link, kind=Kind.FILING)
