"""How states and acts are said and shown on the pages of cases."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.filing.workflow import State
from diagnosis.panels.models import ReconcileAction

TONES: dict[State, str] = {
    State.DRAFT: "neutral",
    State.SUBMITTED: "info",
    State.SUPPLEMENT: "warning",
    State.ELIGIBLE: "info",
    State.INELIGIBLE: "danger",
    State.SEATED: "info",
    State.WAITING: "warning",
    State.FEE_DUE: "warning",
    State.PAID: "info",
    State.IN_ASSESSMENT: "primary",
    State.ASSESSED: "info",
    State.GRADED: "info",
    State.CONFIRMED: "success",
    State.PUBLISHED: "success",
    State.OBJECTED: "warning",
    State.FINAL: "success",
    State.CORRECTED: "warning",
    State.REVOKED: "danger",
    State.WITHDRAWN: "neutral",
}

NEXT: dict[State, str | Promise] = {
    State.DRAFT: _("공급기업이 작성하고 있어요. 제출되면 할 일에 나타나요."),
    State.SUBMITTED: _("서류를 확인하고 적합 여부를 판정해 주세요."),
    State.SUPPLEMENT: _("공급기업의 보완 제출을 기다리고 있어요."),
    State.ELIGIBLE: _("정원을 확인해 저절로 선정하거나 대기 순번을 드려요."),
    State.WAITING: _("자리가 나면 접수 순서에 따라 저절로 선정돼요."),
    State.SEATED: _("기업부담금을 고지해 주세요."),
    State.FEE_DUE: _("입금을 확인하면 납부일을 입력해 주세요."),
    State.PAID: _("진단위원을 배정하고 진단을 시작해 주세요."),
    State.IN_ASSESSMENT: _("위원이 평가하고 있어요. 모두 마감하면 진단이 저절로 끝나요."),
    State.ASSESSED: _("채점할 수 있어요. 채점은 회차 단위로 실행해요."),
    State.GRADED: _("전담기관의 결과 확정을 기다리고 있어요."),
    State.CONFIRMED: _("전담기관의 결과 공개를 기다리고 있어요."),
    State.OBJECTED: _("이의신청을 검토하고 인용하거나 기각해 주세요."),
}

RECONCILING: dict[ReconcileAction, str | Promise] = {
    ReconcileAction.RECONCILE: _("평가표는 모두 마감했고, 위원의 재검토를 기다리고 있어요."),
    ReconcileAction.THIRD_ASSESSOR: _("평가표의 차이가 커요. 위원을 한 명 더 배정해 주세요."),
}

MAIN_MOVES = frozenset({"accept", "bill", "confirm_fee", "start_assessment"})
"""Where a case goes when nothing stands against it; the other moves are offered beside these."""
