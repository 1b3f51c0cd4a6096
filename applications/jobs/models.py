from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications import clock


class JobState(models.TextChoices):
    QUEUED = "queued", _("대기")
    RUNNING = "running", _("실행 중")
    DONE = "done", _("완료")
    FAILED = "failed", _("실패")
    CANCELLED = "cancelled", _("취소")


class Job(models.Model):
    """The truth about a piece of background work; the message broker is only its courier."""

    key = models.CharField(_("중복 방지 키"), max_length=120, unique=True)
    kind = models.CharField(_("작업 종류"), max_length=40)
    payload = models.JSONField(default=dict)
    state = models.CharField(_("상태"), max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    lease = models.CharField(max_length=36, blank=True, help_text=_("지금 이 작업을 가진 실행의 표식"))
    lease_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(_("시도"), default=0)
    total = models.PositiveIntegerField(_("전체"), default=0)
    done = models.PositiveIntegerField(_("처리"), default=0)
    failed = models.PositiveIntegerField(_("오류"), default=0)
    note = models.TextField(_("마지막 오류"), blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT)
    created_at = models.DateTimeField(default=clock.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("작업")
        verbose_name_plural = _("작업")
        indexes = [models.Index(fields=["state", "lease_until"])]

    def __str__(self) -> str:
        return self.key
