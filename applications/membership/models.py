from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications import clock
from applications.suppliers.models import Standing, Supplier


class Invitation(models.Model):
    """A colleague called in by e-mail; the letter holds the only link, which a later letter replaces."""

    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField(_("이메일"), max_length=254)
    name = models.CharField(_("이름"), max_length=100)
    standing = models.CharField(_("권한"), max_length=10, choices=Standing.choices)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    letters = models.PositiveSmallIntegerField(_("보낸 횟수"), default=1)
    nonce = models.CharField(max_length=32)
    sent_at = models.DateTimeField(_("보낸 시각"), default=clock.now)
    expires_at = models.DateTimeField(_("유효 기한"))
    closed_at = models.DateTimeField(_("끝난 시각"), null=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("구성원 초대")
        verbose_name_plural = _("구성원 초대")
        ordering = ["-sent_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "email"],
                condition=models.Q(closed_at=None),
                name="one_open_invitation_per_address",
            )
        ]

    def __str__(self) -> str:
        return f"{self.supplier_id}:{self.pk}"


class JoinRequest(models.Model):
    """Somebody who asks to be let into a registered company; its owner decides."""

    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="join_requests")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="join_requests")
    message = models.TextField(_("소개"), blank=True)
    asked_at = models.DateTimeField(_("요청 시각"), default=clock.now)
    told_at = models.DateTimeField(_("대표 담당자에게 알린 시각"), null=True)
    decided_at = models.DateTimeField(_("결정 시각"), null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    accepted = models.BooleanField(_("수락"), null=True)
    reason = models.TextField(_("거절 사유"), blank=True)

    class Meta:
        verbose_name = _("합류 요청")
        verbose_name_plural = _("합류 요청")
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(decided_at=None), name="one_open_join_request_per_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.supplier_id}:{self.user_id}"
