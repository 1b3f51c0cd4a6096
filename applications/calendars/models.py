from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications import clock


class Feed(models.Model):
    """A private address at which a calendar program reads a person's dates; only its digest is kept."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="calendar_feed")
    digest = models.CharField(_("주소의 지문"), max_length=64, unique=True)
    made_at = models.DateTimeField(_("만든 시각"), default=clock.now)

    class Meta:
        verbose_name = _("달력 구독 주소")
        verbose_name_plural = _("달력 구독 주소")

    def __str__(self) -> str:
        return str(self.user_id)
