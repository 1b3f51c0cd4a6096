from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications import clock
from applications.filing.models import Application
from applications.rounds.models import Round
from applications.suppliers.models import Supplier


class Occasion(models.TextChoices):
    START = "start", _("신청 시작")
    SUBMIT = "submit", _("제출")


class EligibilityCheck(models.Model):
    """What was found when a company started or filed: every condition with its answer. Never changed."""

    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="eligibility_checks")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    track = models.CharField(_("트랙"), max_length=20)
    application = models.ForeignKey(Application, null=True, on_delete=models.PROTECT, related_name="eligibility_checks")
    occasion = models.CharField(_("언제"), max_length=10, choices=Occasion.choices)
    at = models.DateTimeField(_("확인 시각"), default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    passed = models.BooleanField(_("신청할 수 있음"))
    findings = models.JSONField(_("확인한 조건"), help_text=_("조건마다 답과 그때의 사실"))

    class Meta:
        verbose_name = _("신청 자격 확인")
        verbose_name_plural = _("신청 자격 확인")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["supplier", "round", "track"])]

    def __str__(self) -> str:
        return f"{self.supplier_id}:{self.round_id}:{self.track}:{self.at:%Y-%m-%d}"
