from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications import clock
from applications.suppliers.models import Supplier


class TaxState(models.TextChoices):
    """What a look-up found: the business as the tax office knows it, or why there was no answer."""

    ACTIVE = "active", _("계속사업자")
    SUSPENDED = "suspended", _("휴업")
    CLOSED = "closed", _("폐업")
    UNREGISTERED = "unregistered", _("국세청에 등록되지 않은 번호")
    TIMEOUT = "timeout", _("시간 안에 응답 없음")
    UNREACHABLE = "unreachable", _("연결할 수 없음")
    REFUSED = "refused", _("조회를 거절당함")
    BROKEN = "broken", _("국세청 서버 오류")
    MALFORMED = "malformed", _("알아볼 수 없는 응답")


ANSWERS = (TaxState.ACTIVE, TaxState.SUSPENDED, TaxState.CLOSED, TaxState.UNREGISTERED)
"""Look-ups that tell something about the business; the others tell about the line."""


class Source(models.TextChoices):
    OFFICE = "office", _("국세청 조회")
    HAND = "hand", _("담당자 확인")


class TaxCheck(models.Model):
    """One look-up of a company's tax status, with the answer as it came or the proof that an official saw."""

    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="tax_checks")
    at = models.DateTimeField(_("확인 시각"), default=clock.now)
    source = models.CharField(_("확인 방법"), max_length=10, choices=Source.choices)
    state = models.CharField(_("세무 상태"), max_length=12, choices=TaxState.choices)
    tax_type = models.CharField(_("과세 유형"), max_length=100, blank=True)
    ended_on = models.DateField(_("폐업일"), null=True)
    identity = models.BooleanField(_("대표자·개업일 일치"), null=True)
    answer = models.JSONField(_("받은 응답"), default=dict)
    evidence = models.TextField(_("확인 근거"), blank=True)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("세무 상태 확인")
        verbose_name_plural = _("세무 상태 확인")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["supplier", "-at"])]

    def __str__(self) -> str:
        return f"{self.supplier_id}:{self.state}"
