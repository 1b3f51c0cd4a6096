from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications import clock
from applications.filing.models import Application
from applications.suppliers.models import TechnologyField
from diagnosis.ratings import RatingField


class Assessor(models.Model):
    """An external expert of the pool."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assessor")
    affiliation = models.CharField(_("소속"), max_length=100)
    affiliation_number = models.CharField(_("소속 사업자등록번호"), max_length=10, blank=True)
    expertise = models.CharField(_("전문 분야"), max_length=20, choices=TechnologyField.choices)
    region_code = models.CharField(_("활동 지역"), max_length=2, blank=True)
    pledged_on = models.DateField(_("청렴·보안 서약일"), null=True)
    is_enlisted = models.BooleanField(
        _("배정 대상"), default=True, help_text=_("아니면 새로 배정하지 않으며, 이미 맡은 진단은 그대로 둡니다.")
    )

    class Meta:
        verbose_name = _("진단위원")
        verbose_name_plural = _("진단위원")

    def __str__(self) -> str:
        return str(self.user)


class Interest(models.TextChoices):
    """What came of the question whether an assessor is too near to the supplier."""

    UNDECLARED = "undeclared", _("미신고")
    CLEAR = "clear", _("이해관계 없음")
    CONFLICT = "conflict", _("이해관계 있음")
    UNSURE = "unsure", _("판단 필요")
    DISMISSED = "dismissed", _("검토 후 배정 유지")


class AssignmentState(models.TextChoices):
    INVITED = "invited", _("위촉 요청")
    ACCEPTED = "accepted", _("수락")
    DECLINED = "declined", _("거절")
    RELEASED = "released", _("해촉")
    REPLACED = "replaced", _("재진단으로 교체")


class DeclineCode(models.TextChoices):
    """Why an assessor turns an invitation down."""

    INTEREST = "interest", _("이해관계가 있음")
    SCHEDULE = "schedule", _("일정이 맞지 않음")
    EXPERTISE = "expertise", _("전문 분야가 다름")
    PERSONAL = "personal", _("개인 사정")
    OTHER = "other", _("기타")


class Assignment(models.Model):
    """One assessor's place on the panel of one case."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="assignments")
    assessor = models.ForeignKey(Assessor, on_delete=models.PROTECT, related_name="assignments")
    state = models.CharField(_("상태"), max_length=10, choices=AssignmentState.choices, default=AssignmentState.INVITED)
    interest = models.CharField(_("이해관계"), max_length=12, choices=Interest.choices, default=Interest.UNDECLARED)
    interest_reason = models.TextField(_("이해관계 설명"), blank=True)
    decline_code = models.CharField(_("거절 사유"), max_length=10, choices=DeclineCode.choices, blank=True)
    state_reason = models.TextField(_("거절·해촉 설명"), blank=True)
    due_on = models.DateField(_("평가 기한"), null=True, help_text=_("배정할 때 운영기관이 정합니다."))
    pledged_at = models.DateTimeField(_("서약 시각"), null=True)
    answered_at = models.DateTimeField(_("수락·거절 시각"), null=True)
    invited_at = models.DateTimeField(default=clock.now)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("위원 배정")
        verbose_name_plural = _("위원 배정")
        constraints = [
            models.UniqueConstraint(fields=["application", "assessor"], name="assessor_once_per_application")
        ]
        indexes = [models.Index(fields=["assessor", "state"])]

    def __str__(self) -> str:
        return f"{self.application_id}:{self.assessor_id}"


class ChallengeGround(models.TextChoices):
    """Why a supplier asks for another assessor."""

    KINSHIP = "kinship", _("우리 기업 임직원과 친족 등 가까운 사이")
    WORK = "work", _("최근 우리 기업에 근무·자문·용역을 한 사이")
    RIVAL = "rival", _("경쟁 관계에 있는 기업에 소속되었거나 이해를 같이함")
    DISPUTE = "dispute", _("우리 기업과 분쟁이 있음")
    OTHER = "other", _("그 밖에 공정한 평가를 기대하기 어려움")


class Challenge(models.Model):
    """A supplier's request to take an assessor off its panel (기피 신청); decided by release or by keeping the place.

    `upheld` is None until an operator decides. The place waits in the meantime: its interest is UNSURE.
    """

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="challenges")
    ground = models.CharField(_("사유"), max_length=10, choices=ChallengeGround.choices)
    reason = models.TextField(_("설명"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("신청 시각"), default=clock.now)
    upheld = models.BooleanField(_("인용"), null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("결정 시각"), null=True)
    decision_reason = models.TextField(_("결정 이유"), blank=True)

    class Meta:
        verbose_name = _("기피 신청")
        verbose_name_plural = _("기피 신청")
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"], condition=models.Q(decided_at=None), name="one_open_challenge_per_place"
            ),
            models.CheckConstraint(
                condition=models.Q(decided_at=None, upheld=None)
                | ~models.Q(decided_at=None) & ~models.Q(upheld=None) & ~models.Q(decision_reason=""),
                name="decided_challenge_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id}:{self.ground}"


class MarkSheet(models.Model):
    """An assessor's sheet for a case. Once closed it holds its ratings sealed in the scheme's item order."""

    assignment = models.OneToOneField(Assignment, on_delete=models.PROTECT, related_name="sheet")
    opened_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(_("마감 시각"), null=True)
    sealed = models.CharField(_("봉인된 평점"), max_length=40, blank=True)
    opinion = models.TextField(_("종합 의견"), blank=True)

    class Meta:
        verbose_name = _("평가표")
        verbose_name_plural = _("평가표")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closed_at=None, sealed="") | ~models.Q(closed_at=None) & ~models.Q(sealed=""),
                name="closed_sheet_is_sealed",
            )
        ]

    def __str__(self) -> str:
        return str(self.assignment_id)


class Mark(models.Model):
    """An assessor's rating of one item with the reason; version counts the saves (lost-update guard)."""

    sheet = models.ForeignKey(MarkSheet, on_delete=models.PROTECT, related_name="marks")
    item_code = models.CharField(_("항목"), max_length=12)
    rating = RatingField(_("평점"))
    reason = models.TextField(_("평가 사유"), blank=True)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("평점")
        verbose_name_plural = _("평점")
        constraints = [models.UniqueConstraint(fields=["sheet", "item_code"], name="one_mark_per_item")]

    def __str__(self) -> str:
        return f"{self.sheet_id}:{self.item_code}"


class ReconcileAction(models.TextChoices):
    """What a disagreement of sheets, or an accepted objection, asks for."""

    RECONCILE = "reconcile", _("재검토")
    THIRD_ASSESSOR = "third_assessor", _("위원 추가")


class Reconciliation(models.Model):
    """Work that keeps a case open although all its sheets are closed.

    Either its assessors look again at the named items, or one more assessor is called. `sheets` counts the closed
    sheets when it was opened. It is settled where an operator goes on without it, for a stated reason.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="reconciliations")
    action = models.CharField(_("할 일"), max_length=16, choices=ReconcileAction.choices)
    items = models.JSONField(_("항목"), default=list)
    reason = models.TextField(_("사유"), blank=True)
    sheets = models.PositiveSmallIntegerField(_("평가표 수"))
    opened_at = models.DateTimeField(_("시작"), default=clock.now)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(_("종료"), null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    settled_reason = models.TextField(_("그대로 진행한 사유"), blank=True)

    class Meta:
        verbose_name = _("평점 조정")
        verbose_name_plural = _("평점 조정")
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=models.Q(closed_at=None), name="one_open_reconciliation"
            )
        ]

    def __str__(self) -> str:
        return f"{self.application_id}:{self.action}"


class Reconsidered(models.Model):
    """What an assessor said to one item when asked to look again, beside what the sheet said before."""

    reconciliation = models.ForeignKey(Reconciliation, on_delete=models.PROTECT, related_name="answers")
    sheet = models.ForeignKey(MarkSheet, on_delete=models.PROTECT, related_name="reconsidered")
    item_code = models.CharField(_("항목"), max_length=12)
    before = RatingField(_("전 평점"))
    before_reason = models.TextField(_("전 사유"), blank=True)
    after = RatingField(_("평점"))
    reason = models.TextField(_("재검토 사유"))
    answered_at = models.DateTimeField(_("답한 시각"), default=clock.now)

    class Meta:
        verbose_name = _("재검토 답")
        verbose_name_plural = _("재검토 답")
        constraints = [
            models.UniqueConstraint(
                fields=["reconciliation", "sheet", "item_code"], name="reconsidered_once_per_sheet_and_item"
            )
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id}:{self.item_code}"


class ReassessWay(models.TextChoices):
    """How a case is assessed again after an objection was accepted."""

    PANEL = "panel", _("새 진단위원단이 처음부터 다시 진단")
    ITEMS = "items", _("지금 진단위원단이 지정한 항목만 다시 검토")


class Reassessment(models.Model):
    """An accepted objection: what the supplier objected to, how the case is assessed again, and why."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="reassessments")
    way = models.CharField(_("방법"), max_length=10, choices=ReassessWay.choices)
    items = models.JSONField(_("항목"), default=list)
    objection = models.TextField(_("이의 내용"))
    reason = models.TextField(_("인용 사유"))
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("인용 시각"), default=clock.now)

    class Meta:
        verbose_name = _("재진단")
        verbose_name_plural = _("재진단")
        ordering = ["-opened_at", "-id"]

    def __str__(self) -> str:
        return f"{self.application_id}:{self.way}"
