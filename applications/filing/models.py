from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications import clock
from applications.documents.models import DocumentVersion
from applications.filing.workflow import State
from applications.rounds.models import Round
from applications.suppliers.models import Supplier


class Application(models.Model):
    """A supplier's application to one track of one round; state is written by filing.services.advance alone."""

    code = models.CharField(_("접수번호"), max_length=24, unique=True, help_text="26-1-I-0142")
    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="applications")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="applications")
    track = models.CharField(_("트랙"), max_length=20)
    scheme_code = models.CharField(_("진단 체계"), max_length=20)
    scheme_digest = models.CharField(_("진단 체계 지문"), max_length=64)
    state = models.CharField(_("상태"), max_length=20, choices=State.choices, default=State.DRAFT)
    state_since = models.DateTimeField(_("상태 변경 시각"), default=clock.now)
    state_reason = models.TextField(_("사유"), blank=True)
    arrived_at = models.DateTimeField(_("접수 시각"), null=True)
    order_number = models.PositiveIntegerField(_("접수 순번"), null=True)
    filed_type = models.CharField(
        _("제출할 때의 유형"),
        max_length=20,
        blank=True,
        help_text=_("제출하면 기업 정보에서 옮겨 굳히고, 채점은 이것으로 합니다."),
    )
    filed_field = models.CharField(_("제출할 때의 주력 기술분야"), max_length=20, blank=True)
    holds_seat = models.BooleanField(_("정원 차지"), default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("신청")
        verbose_name_plural = _("신청")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "round", "track"], name="one_application_per_supplier_round_track"
            ),
            models.UniqueConstraint(
                fields=["round", "track", "order_number"], name="order_number_once_per_round_track"
            ),
        ]
        indexes = [
            models.Index(fields=["round", "track", "state"]),
            models.Index(fields=["state", "state_since"]),
        ]

    def __str__(self) -> str:
        return self.code


class Submission(models.Model):
    """One filing and its receipt: when the complete request arrived and what it referred to. Never changed."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField(_("제출 차수"))
    receipt_number = models.CharField(_("접수증 번호"), max_length=32, unique=True)
    arrived_at = models.DateTimeField(_("도착 시각"))
    order_number = models.PositiveIntegerField(_("접수 순번"))
    manifest = models.JSONField(_("제출 내용"), help_text=_("파일 이름, 크기, SHA-256 과 답변 지문"), default=dict)
    consents = models.JSONField(_("동의"), default=dict)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("제출")
        verbose_name_plural = _("제출")
        constraints = [models.UniqueConstraint(fields=["application", "number"], name="submission_number_once")]

    def __str__(self) -> str:
        return self.receipt_number


class SupplementRequest(models.Model):
    """An operator's request to mend an application by a day (보완 요청); answered by filing again."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="supplements")
    due_on = models.DateField(_("보완 기한"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("요청 시각"), default=clock.now)
    answered_at = models.DateTimeField(_("보완 제출 시각"), null=True)

    class Meta:
        verbose_name = _("보완 요청")
        verbose_name_plural = _("보완 요청")
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=models.Q(answered_at=None), name="one_open_supplement_request"
            )
        ]

    def __str__(self) -> str:
        return f"{self.application_id}:{self.due_on}"

    @property
    def is_overdue(self) -> bool:
        """Whether the day has passed without an answer."""
        return self.answered_at is None and self.due_on < clock.today()


class SupplementPoint(models.Model):
    """One item to be mended, what about it, and which of its documents are meant, where it is about documents."""

    request = models.ForeignKey(SupplementRequest, on_delete=models.PROTECT, related_name="points")
    item_code = models.CharField(_("항목"), max_length=12)
    note = models.TextField(_("보완할 내용"))
    documents = models.ManyToManyField(DocumentVersion, verbose_name=_("보완할 문서"), related_name="+")

    class Meta:
        verbose_name = _("보완할 항목")
        verbose_name_plural = _("보완할 항목")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["request", "item_code"], name="one_point_per_item")]

    def __str__(self) -> str:
        return f"{self.request_id}:{self.item_code}"
