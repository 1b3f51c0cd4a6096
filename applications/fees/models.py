from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications import clock
from applications.filing.models import Application


class FeeStatement(models.Model):
    """What one application costs and who pays which share; won, copied from the scheme when it is made."""

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="fee")
    total_krw = models.PositiveIntegerField(_("진단 비용"))
    government_krw = models.PositiveIntegerField(_("정부지원금"))
    company_krw = models.PositiveIntegerField(_("기업부담금"))
    due_on = models.DateField(_("납부 기한"))
    issued_at = models.DateTimeField(_("고지 시각"))
    paid_on = models.DateField(_("납부일"), null=True)
    confirmed_at = models.DateTimeField(_("확인 시각"), null=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT)

    class Meta:
        verbose_name = _("기업부담금 고지")
        verbose_name_plural = _("기업부담금 고지")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(total_krw=models.F("government_krw") + models.F("company_krw")),
                name="fee_shares_make_the_total",
            )
        ]

    def __str__(self) -> str:
        return str(self.application_id)


class RefundStage(models.TextChoices):
    """How far the work had come when a company left."""

    PAID = "before_assignment", _("위원 배정 전")
    ASSIGNED = "after_assignment", _("위원 배정 뒤")
    VISITED = "after_visit", _("진단 시작 뒤")


class Refund(models.Model):
    """What is owed to a company that left after paying, and when it was paid back."""

    statement = models.ForeignKey(FeeStatement, on_delete=models.PROTECT, related_name="refunds")
    stage = models.CharField(_("철회한 때"), max_length=20, choices=RefundStage.choices)
    amount_krw = models.PositiveIntegerField(_("환불액"))
    owed_at = models.DateTimeField(_("생긴 시각"), default=clock.now)
    paid_on = models.DateField(_("환불일"), null=True)
    noted_at = models.DateTimeField(_("확인 시각"), null=True)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("환불")
        verbose_name_plural = _("환불")
        ordering = ["owed_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["statement"], condition=models.Q(paid_on=None), name="one_open_refund_per_statement"
            )
        ]

    def __str__(self) -> str:
        return f"{self.statement_id}:{self.amount_krw}"
