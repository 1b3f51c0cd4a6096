from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications import clock
from applications.suppliers.models import Supplier


class Finding(models.Model):
    """What an official established about a supplier for some days: a fact that a benefit of a scheme asks for.

    `fact` is the scheme's name for it; `value` is `true`, `false` or a share such as `0.35`. A later finding for a
    day takes the place of an earlier one; none is ever changed.
    """

    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="findings")
    fact = models.CharField(_("확인 사항"), max_length=40)
    value = models.CharField(_("확인한 값"), max_length=10)
    from_on = models.DateField(_("적용 시작일"))
    until_on = models.DateField(_("적용 종료일"), null=True)
    source = models.CharField(_("확인 근거"), max_length=200)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("기록 시각"), default=clock.now)

    class Meta:
        verbose_name = _("확인 기록")
        verbose_name_plural = _("확인 기록")
        ordering = ["-recorded_at", "-id"]
        indexes = [models.Index(fields=["supplier", "fact"])]

    def __str__(self) -> str:
        return f"{self.supplier_id}:{self.fact}"
