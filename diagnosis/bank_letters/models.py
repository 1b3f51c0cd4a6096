from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications import clock
from diagnosis.benefits.requests.models import BenefitRequest
from diagnosis.certificates.numbers import grouped
from diagnosis.scoring.models import Outcome


class BankLetter(models.Model):
    """The sealed one-page letter that a company takes to a bank for a benefit; never changed once issued.

    Names and days are kept as they were printed. It says nothing of scores, and names no person.
    """

    request = models.OneToOneField(BenefitRequest, on_delete=models.PROTECT, related_name="bank_letter")
    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="bank_letters")
    number = models.CharField(_("확인서 번호"), max_length=18, unique=True)
    company = models.CharField(_("기업명"), max_length=100)
    company_en = models.CharField(_("영문 기업명"), max_length=150, blank=True)
    business_number = models.CharField(_("사업자등록번호"), max_length=10)
    counts_from = models.DateField(_("효력 시작일"))
    valid_until = models.DateField(_("유효 기간"), null=True)
    file = models.FileField(upload_to="bank_letters/", max_length=200)
    sha256 = models.CharField(_("파일 지문"), max_length=64, db_index=True)
    size = models.PositiveIntegerField(_("크기"))
    signer_sha256 = models.CharField(_("서명 인증서 지문"), max_length=64)
    time_stamped = models.BooleanField(_("시점확인"), default=False)
    issued_at = models.DateTimeField(_("발급 시각"), default=clock.now)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("은행 제출용 확인서")
        verbose_name_plural = _("은행 제출용 확인서")
        ordering = ["-issued_at", "-id"]

    def __str__(self) -> str:
        return self.number

    @property
    def printed_number(self) -> str:
        """The number in groups, as people read it."""
        return grouped(self.number)

    @property
    def printed_business_number(self) -> str:
        """The business number as companies write it: 123-45-67890."""
        digits = self.business_number
        return f"{digits[:3]}-{digits[3:5]}-{digits[5:]}"
