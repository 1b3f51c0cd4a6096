from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications import clock
from applications.rounds.wording import in_language
from applications.suppliers.models import Supplier
from diagnosis.scoring.models import Outcome


class RequestState(models.TextChoices):
    ASKED = "asked", _("답변 대기")
    GRANTED = "granted", _("처리됨")
    REFUSED = "refused", _("받아들여지지 않음")
    WITHDRAWN = "withdrawn", _("거둠")
    ENDED = "ended", _("끝남")


LIVE = (RequestState.ASKED, RequestState.GRANTED)
"""A company has one such request for a benefit; it ends when the benefit does."""


class BenefitRequest(models.Model):
    """A company asks for a benefit that a published outcome opens, and what came of it.

    `benefit` is the scheme's code. `words` are the company's, `answer` the operator's; `ended_at` and `end_reason` say
    when and why a request ended because the benefit did.
    """

    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="benefit_requests")
    benefit = models.CharField(_("혜택"), max_length=40)
    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="benefit_requests")
    state = models.CharField(_("상태"), max_length=10, choices=RequestState.choices, default=RequestState.ASKED)
    words = models.TextField(_("전할 말"), blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("신청 시각"), default=clock.now)
    answer = models.TextField(_("답변"), blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(_("답변 시각"), null=True)
    ended_at = models.DateTimeField(_("끝난 시각"), null=True)
    end_reason = models.TextField(_("끝난 까닭"), blank=True)
    end_reason_en = models.TextField(_("끝난 까닭(영문)"), blank=True)

    class Meta:
        verbose_name = _("혜택 신청")
        verbose_name_plural = _("혜택 신청")
        ordering = ["-asked_at", "-id"]
        indexes = [models.Index(fields=["state", "asked_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "benefit"],
                condition=models.Q(state__in=["asked", "granted"]),
                name="one_live_request_per_benefit",
            )
        ]

    def __str__(self) -> str:
        return f"{self.supplier_id}:{self.benefit}"

    @property
    def why_ended(self) -> str:
        """Why it ended, in the language of the page."""
        return in_language(self.end_reason, self.end_reason_en)

    @property
    def is_live(self) -> bool:
        return self.state in LIVE
