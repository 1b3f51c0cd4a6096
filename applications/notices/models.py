from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications import clock


class Notice(models.Model):
    """A message to one person: in the portal at once, by e-mail after commit (the outbox)."""

    key = models.CharField(max_length=120, unique=True, help_text=_("같은 사실을 두 번 알리지 않게 하는 키"))
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices")
    subject = models.CharField(_("제목"), max_length=200)
    body = models.TextField(_("내용"))
    link = models.CharField(_("바로가기"), max_length=200, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    mailed_at = models.DateTimeField(null=True)
    mail_after = models.DateTimeField(
        default=clock.now, help_text=_("이 시각부터 메일을 보냅니다. 보내는 동안과 실패한 뒤에는 미뤄집니다.")
    )
    mail_tries = models.PositiveSmallIntegerField(default=0)
    read_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("알림")
        verbose_name_plural = _("알림")
        indexes = [
            models.Index(fields=["recipient", "-created_at"]),
            models.Index(fields=["mail_after"], condition=models.Q(mailed_at=None), name="notice_outbox"),
        ]

    def __str__(self) -> str:
        return self.subject
