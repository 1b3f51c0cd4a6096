from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications import clock
from applications.filing.models import Application


class KtrsResult(models.Model):
    """KIBO's KTRS-FM answer for one application, kept as received: ten letters and the overall grade."""

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="ktrs")
    evaluation_number = models.CharField(_("평가번호"), max_length=40, unique=True)
    evaluated_on = models.DateField(_("평가일"))
    grade = models.CharField(_("기술사업평가등급"), max_length=5, blank=True)
    letters = models.JSONField(_("세부 등급"), help_text=_("항목 코드 → A … E"))
    response = models.JSONField(_("수신 원문"), default=dict)
    received_at = models.DateTimeField(default=clock.now)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("KTRS-FM 결과")
        verbose_name_plural = _("KTRS-FM 결과")

    def __str__(self) -> str:
        return self.evaluation_number
