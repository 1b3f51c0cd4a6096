from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications import clock
from diagnosis.scoring.models import Outcome


class RulingKind(models.TextChoices):
    """What the agency does with a published result."""

    CORRECTION = "correction", _("정정")
    REVOCATION = "revocation", _("취소")


class RulingState(models.TextChoices):
    ASKED = "asked", _("결정 대기")
    DECIDED = "decided", _("결정")
    REFUSED = "refused", _("반려")


class Ruling(models.Model):
    """One official's request to correct or revoke a published outcome, and another's decision on it.

    `effective_on` is the day from which it counts. A correction holds the inputs it changes, as before and after
    by place, the figures that were to be expected when it was asked for, and leads to a new outcome.
    """

    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="rulings")
    kind = models.CharField(_("처분"), max_length=12, choices=RulingKind.choices)
    state = models.CharField(_("상태"), max_length=10, choices=RulingState.choices, default=RulingState.ASKED)
    reason = models.TextField(_("사유"))
    effective_on = models.DateField(_("효력일"))
    changes = models.JSONField(_("정정할 값"), default=list)
    expected = models.JSONField(_("정정 뒤의 값"), default=dict)
    successor = models.OneToOneField(
        Outcome, null=True, on_delete=models.PROTECT, related_name="corrects", verbose_name=_("정정된 결과")
    )
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("요청 시각"), default=clock.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("결정 시각"), null=True)
    decision_reason = models.TextField(_("반려 사유"), blank=True)

    class Meta:
        verbose_name = _("정정·취소")
        verbose_name_plural = _("정정·취소")
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["outcome"], condition=models.Q(state="asked"), name="one_open_ruling_per_outcome"
            )
        ]

    def __str__(self) -> str:
        return f"{self.outcome_id}:{self.kind}"
