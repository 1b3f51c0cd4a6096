"""The receipt as a letter: everything that proves the filing stands in its text."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from applications.filing.models import Submission
from applications.moments import exact_text
from applications.notices.kinds import Kind
from applications.notices.services import notify
from applications.people.models import User
from applications.seats.queries import Place, place_of

PROVISIONAL = gettext_noop(
    "접수 순번은 제출이 도착한 순서입니다. 먼저 도착한 제출이 뒤에 등록되면 순번을 정정하고 바로 알려 드립니다."
)


def tell_receipt(submission: Submission) -> None:
    """Number, instant of arrival, place in line, digest of the answers and every file with its SHA-256."""
    application = submission.application
    place = place_of(application)
    people = User.objects.filter(member__supplier_id=application.supplier_id, is_active=True)
    notify(
        people,
        key=f"submitted:{submission.receipt_number}",
        subject=gettext_lazy("신청 접수 안내"),
        body=lambda: "\n".join(_lines(submission, place)),
        link=reverse("submissions:receipt", args=[application.code]),
        kind=Kind.FILING,
    )


def _lines(submission: Submission, place: Place | None) -> list[str]:
    told = _("%(code)s 신청이 접수되었습니다.") % {"code": submission.application.code}
    facts = [
        (_("접수증 번호"), submission.receipt_number),
        (_("도착 시각(한국 표준시)"), exact_text(submission.arrived_at)),
        (_("접수 순번"), str(submission.order_number)),
        (_("정원"), place_text(place)),
        (_("답변 지문(SHA-256)"), submission.manifest["answers_sha256"]),
    ]
    files = [f"- {file['item']} {file['name']} {file['sha256']}" for file in submission.manifest["files"]]
    lines = [told, *(f"{label}: {value}" for label, value in facts if value), _(PROVISIONAL)]
    return [*lines, _("제출한 파일(SHA-256):"), *files] if files else lines


def place_text(place: Place | None) -> str:
    """The place in line in words, empty where there is none."""
    if place is None:
        return ""
    number = place.waiting_number
    told = _("대기 %(number)s번") % {"number": number} if number else _("정원 안")
    return told if place.decided else f"{told} {_('(요건 확인 전 잠정)')}"
