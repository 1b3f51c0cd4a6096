from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications import clock
from applications.jobs.models import Job
from applications.rounds.models import Round
from diagnosis.scoring.models import Outcome


class Batch(models.Model):
    """The documents of a round in one language that were missing when somebody asked for them.

    `outcomes` holds their numbers in order; jobs make them a few at a time, so that several workers share the work
    and nobody else's request waits long behind it.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="batches")
    number = models.PositiveIntegerField(_("차수"))
    language = models.CharField(_("언어"), max_length=5)
    outcomes = models.JSONField(_("대상"), default=list)
    jobs = models.ManyToManyField(Job, related_name="batches")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("요청 시각"), default=clock.now)
    cancelled_at = models.DateTimeField(_("멈춘 시각"), null=True)

    class Meta:
        verbose_name = _("결과 문서 일괄 작성")
        verbose_name_plural = _("결과 문서 일괄 작성")
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["round", "language", "number"], name="batch_number_once")]

    def __str__(self) -> str:
        return f"{self.round_id}:{self.language}:{self.number}"

    @property
    def total(self) -> int:
        return len(self.outcomes)


class Failure(models.Model):
    """Why a document of a batch could not be made; gone once it was."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="failures")
    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("사유"))
    failed_at = models.DateTimeField(_("시각"), default=clock.now)

    class Meta:
        verbose_name = _("만들지 못한 문서")
        verbose_name_plural = _("만들지 못한 문서")
        constraints = [models.UniqueConstraint(fields=["batch", "outcome"], name="one_failure_per_batch_and_outcome")]

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.outcome_id}"
