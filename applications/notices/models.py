from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications import clock
from applications.notices.kinds import Delivery, Kind


class Digest(models.Model):
    """One letter a day with everything that a person wants to hear of together; claimed like a notice."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="digests")
    day = models.DateField(_("날짜"))
    mailed_at = models.DateTimeField(null=True)
    mail_after = models.DateTimeField(default=clock.now)
    mail_tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("모아 보내는 메일")
        verbose_name_plural = _("모아 보내는 메일")
        constraints = [models.UniqueConstraint(fields=["recipient", "day"], name="one_digest_a_day")]

    def __str__(self) -> str:
        return f"{self.recipient_id}:{self.day}"


class Notice(models.Model):
    """A message to one person: in the portal at once, by e-mail after commit (the outbox)."""

    key = models.CharField(max_length=120, unique=True, help_text=_("같은 사실을 두 번 알리지 않게 하는 키"))
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(_("분류"), max_length=10, choices=Kind.choices, default=Kind.WORK)
    subject = models.CharField(_("제목"), max_length=200)
    body = models.TextField(_("내용"))
    link = models.CharField(_("바로가기"), max_length=200, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    delivery = models.CharField(_("전달 방법"), max_length=10, choices=Delivery.choices, default=Delivery.NOW)
    digest = models.ForeignKey(Digest, null=True, on_delete=models.PROTECT, related_name="notices")
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
            models.Index(
                fields=["mail_after"],
                condition=models.Q(mailed_at=None, delivery=Delivery.NOW),
                name="notice_mail_due",
            ),
            models.Index(
                fields=["recipient"],
                condition=models.Q(digest=None, delivery=Delivery.DIGEST),
                name="notice_for_digest",
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class Preference(models.Model):
    """How a person wants to hear of one kind; without a row the letter leaves at once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notice_preferences")
    kind = models.CharField(_("분류"), max_length=10, choices=Kind.choices)
    delivery = models.CharField(_("전달 방법"), max_length=10, choices=Delivery.choices)

    class Meta:
        verbose_name = _("알림 설정")
        verbose_name_plural = _("알림 설정")
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="one_preference_per_kind")]

    def __str__(self) -> str:
        return f"{self.user_id}:{self.kind}:{self.delivery}"
