from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications import clock
from applications.suppliers.models import Supplier


class ChangeState(models.TextChoices):
    """Where a change of an approved entry stands."""

    SUBMITTED = "submitted", _("변경 승인 대기")
    SUPPLEMENT = "supplement", _("변경 보완 요청")
    APPROVED = "approved", _("변경 승인")
    REFUSED = "refused", _("변경 반려")
    WITHDRAWN = "withdrawn", _("변경 취소")


OPEN = (ChangeState.SUBMITTED, ChangeState.SUPPLEMENT)


class EntryChange(models.Model):
    """Sections of an approved entry that are to say something else; what stood before stands until it is approved.

    `before` and `after` hold the rows of each section by its code.
    """

    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="entry_changes")
    state = models.CharField(_("상태"), max_length=12, choices=ChangeState.choices, default=ChangeState.SUBMITTED)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.TextField(_("사유"), blank=True)
    sections = models.JSONField(_("보완할 부분"), default=list, blank=True)
    due_on = models.DateField(_("보완 기한"), null=True, blank=True)
    asked_at = models.DateTimeField(_("신청 시각"), default=clock.now)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField(_("상태 변경 시각"), default=clock.now)

    class Meta:
        verbose_name = _("등록 내용 변경")
        verbose_name_plural = _("등록 내용 변경")
        constraints = [
            models.UniqueConstraint(
                fields=["supplier"], condition=models.Q(state__in=["submitted", "supplement"]), name="one_open_change"
            )
        ]
        indexes = [models.Index(fields=["state", "since"])]

    def __str__(self) -> str:
        return f"{self.supplier_id}:{self.state}"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to act on it."""
        return self.state in OPEN
