from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications import clock
from applications.suppliers.models import Supplier


class SheetUpload(models.Model):
    """An uploaded workbook as it was read, before anything of it is taken over.

    Each of `rows` has `line` (of the worksheet), `typed`, `clean` (None with a fault) and `faults`, pairs of column
    and sentence. The rows hold personal data: they are emptied when taken over and the upload goes after some days.
    """

    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="sheet_uploads")
    code = models.CharField(max_length=12)
    name = models.CharField(_("파일 이름"), max_length=200)
    sha256 = models.CharField(max_length=64)
    rows = models.JSONField(default=list)
    added = models.PositiveSmallIntegerField(default=0)
    skipped = models.PositiveSmallIntegerField(default=0)
    taken_at = models.DateTimeField(null=True, blank=True)
    uploaded_at = models.DateTimeField(default=clock.now)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("엑셀 올리기")
        verbose_name_plural = _("엑셀 올리기")
        indexes = [models.Index(fields=["supplier", "code", "uploaded_at"])]

    def __str__(self) -> str:
        return self.name
