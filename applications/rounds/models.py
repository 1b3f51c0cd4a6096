from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications import clock


class Round(models.Model):
    """A call for applications with exact instants (회차)."""

    code = models.CharField(_("회차"), max_length=12, unique=True, help_text="2026-1")
    name = models.CharField(_("이름"), max_length=100)
    year = models.PositiveSmallIntegerField(_("연도"))
    scheme_code = models.CharField(_("진단 체계"), max_length=20)
    scheme_digest = models.CharField(_("진단 체계 지문"), max_length=64)
    opens_at = models.DateTimeField(_("접수 시작"))
    closes_at = models.DateTimeField(_("접수 마감"), help_text=_("이 시각부터는 접수되지 않습니다."))
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("회차")
        verbose_name_plural = _("회차")
        ordering = ["-opens_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")), name="round_closes_after_it_opens"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def is_open(self, at: datetime) -> bool:
        """Whether an application arriving at this instant counts; the closing instant itself does not."""
        return self.opens_at <= at < self.closes_at


class RoundTrack(models.Model):
    """A track offered in a round with the seats the operator gives it; also the lock for order numbers."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="tracks")
    track = models.CharField(_("트랙"), max_length=20)
    seats = models.PositiveIntegerField(_("정원"))
    last_order_number = models.PositiveIntegerField(_("마지막 접수 순번"), default=0)

    class Meta:
        verbose_name = _("회차별 트랙")
        verbose_name_plural = _("회차별 트랙")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["round", "track"], name="track_once_per_round")]

    def __str__(self) -> str:
        return f"{self.round_id}:{self.track}"


class Extension(models.Model):
    """A later closing of a round that has opened: asked for by one official, decided by another."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="extensions")
    closes_from = models.DateTimeField(_("지금 마감"))
    closes_to = models.DateTimeField(_("새 마감"))
    reason = models.TextField(_("연장 사유"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("요청 시각"), default=clock.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("결정 시각"), null=True)
    approved = models.BooleanField(_("승인"), null=True)
    decision_reason = models.TextField(_("거절 사유"), blank=True)

    class Meta:
        verbose_name = _("마감 연장")
        verbose_name_plural = _("마감 연장")
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["round"], condition=models.Q(decided_at=None), name="one_undecided_extension_per_round"
            ),
            models.CheckConstraint(
                condition=models.Q(closes_to__gt=models.F("closes_from")), name="extension_closes_later"
            ),
            models.CheckConstraint(
                condition=~models.Q(approved=True) | ~models.Q(decided_by=models.F("asked_by")),
                name="extension_approved_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}:{self.closes_to:%Y-%m-%d %H:%M}"
