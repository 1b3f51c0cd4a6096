from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications import clock


class Sanction(models.Model):
    """An exclusion from taking part for a period: proposed by one official, confirmed by another of the agency.

    It lies on the business number, so it also meets a company that registers later. It counts from its first to its
    last day, both included, once confirmed and until lifted. 스마트제조혁신법 제31조.
    """

    business_number = models.CharField(_("사업자등록번호"), max_length=10, validators=[RegexValidator(r"^\d{10}$")])
    company = models.CharField(_("기업명"), max_length=100)
    begins_on = models.DateField(_("시작일"))
    ends_on = models.DateField(_("종료일"), help_text=_("이날까지 참여할 수 없어요."))
    reason = models.TextField(_("제재 사유"))
    source = models.CharField(
        _("근거"), max_length=200, help_text=_("처분 문서 번호나 제재현황목록처럼 확인할 수 있는 것")
    )
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(_("등록 시각"), default=clock.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("결정 시각"), null=True)
    confirmed = models.BooleanField(_("확정"), null=True)
    decision_reason = models.TextField(_("반려 사유"), blank=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(_("해제 시각"), null=True)
    lift_reason = models.TextField(_("해제 사유"), blank=True)

    class Meta:
        verbose_name = _("참여 제한")
        verbose_name_plural = _("참여 제한")
        ordering = ["-proposed_at", "-id"]
        indexes = [models.Index(fields=["business_number", "ends_on"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("begins_on")), name="sanction_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~models.Q(confirmed=True) | ~models.Q(decided_by=models.F("proposed_by")),
                name="sanction_confirmed_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.business_number}:{self.begins_on}"
