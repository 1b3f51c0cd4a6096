"""What a company says of the assessors of its case (역평가), before it sees the result."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications import clock
from applications.filing.models import Application
from diagnosis.panels.models import Assignment


class Grade(models.IntegerChoices):
    """Five steps; their number is an assumption, no notice sets it."""

    VERY_GOOD = 5, _("매우 그렇다")
    GOOD = 4, _("그렇다")
    FAIR = 3, _("보통")
    POOR = 2, _("그렇지 않다")
    VERY_POOR = 1, _("전혀 그렇지 않다")


class Appraisal(models.Model):
    """One company's answer for one case; `is_skipped` where it went on to the result without appraising."""

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="appraisal")
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(_("평가 시각"), default=clock.now)
    is_skipped = models.BooleanField(_("건너뜀"), default=False)

    class Meta:
        verbose_name = _("진단위원 평가")
        verbose_name_plural = _("진단위원 평가")

    def __str__(self) -> str:
        return str(self.application_id)


class AppraisedPlace(models.Model):
    """What was said of one assessor of the panel."""

    appraisal = models.ForeignKey(Appraisal, on_delete=models.CASCADE, related_name="places")
    assignment = models.OneToOneField(Assignment, on_delete=models.PROTECT, related_name="appraised")
    diligence = models.PositiveSmallIntegerField(_("성실성"), choices=Grade.choices)
    fairness = models.PositiveSmallIntegerField(_("공정성"), choices=Grade.choices)
    comment = models.TextField(_("의견"), blank=True)

    class Meta:
        verbose_name = _("위원별 평가")
        verbose_name_plural = _("위원별 평가")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(diligence__range=(1, 5), fairness__range=(1, 5)), name="appraised_in_five_steps"
            )
        ]

    def __str__(self) -> str:
        return f"{self.appraisal_id}:{self.assignment_id}"
