from django.db import models
from django.utils.translation import gettext_lazy as _

from applications import clock
from applications.jobs.models import Job
from diagnosis.scoring.models import Outcome

LANGUAGES = ("ko", "en")


class Report(models.Model):
    """The PDF of one outcome in one language; made once, hash kept."""

    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="reports")
    language = models.CharField(_("언어"), max_length=5, default="ko")
    file = models.FileField(upload_to="reports/", max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(_("크기"))
    pages = models.PositiveSmallIntegerField(_("쪽수"))
    made_at = models.DateTimeField(default=clock.now)
    job = models.ForeignKey(Job, null=True, on_delete=models.PROTECT, related_name="reports")

    class Meta:
        verbose_name = _("진단결과서")
        verbose_name_plural = _("진단결과서")
        constraints = [
            models.UniqueConstraint(fields=["outcome", "language"], name="one_report_per_outcome_and_language")
        ]

    def __str__(self) -> str:
        return f"{self.outcome_id}:{self.language}"
