from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications import clock


class SupplierType(models.TextChoices):
    """Kinds of supplier the POOL knows (notice of 2026-04-23)."""

    SMART_MFG = "SMART_MFG", _("스마트제조")
    SMART_SERVICE = "SMART_SERVICE", _("스마트서비스")
    SMART_WORKSHOP = "SMART_WORKSHOP", _("스마트공방")


class TechnologyField(models.TextChoices):
    """The four domains of supplier technology."""

    AUTOMATION = "AUTOMATION", _("자동화기기")
    CONNECTION = "CONNECTION", _("연결화기기")
    INFORMATION = "INFORMATION", _("정보화솔루션")
    INTELLIGENCE = "INTELLIGENCE", _("지능화서비스")


class CompanySize(models.TextChoices):
    MICRO = "micro", _("소상공인")
    SMALL = "small", _("소기업")
    MEDIUM = "medium", _("중기업")
    MIDSIZE = "midsize", _("중견기업")


class LegalForm(models.TextChoices):
    SOLE = "sole", _("개인사업자")
    CORPORATION = "corporation", _("주식회사")
    LIMITED = "limited", _("유한회사")
    OTHER = "other", _("그 밖의 법인")


class PoolState(models.TextChoices):
    """Where a supplier stands in the POOL."""

    DRAFT = "draft", _("작성 중")
    SUBMITTED = "submitted", _("승인 대기")
    SUPPLEMENT = "supplement", _("보완 요청")
    APPROVED = "approved", _("승인")
    REFUSED = "refused", _("반려")
    SUSPENDED = "suspended", _("정지")
    LAPSED = "lapsed", _("갱신 만료")
    REMOVED = "removed", _("제외")


class Supplier(models.Model):
    """A company that supplies smart-factory technology; one per business number."""

    business_number = models.CharField(
        _("사업자등록번호"), max_length=10, unique=True, validators=[RegexValidator(r"^\d{10}$")]
    )
    name = models.CharField(_("기업명"), max_length=100)
    name_en = models.CharField(_("영문 기업명"), max_length=150, blank=True)
    representative = models.CharField(_("대표자"), max_length=100)
    supplier_type = models.CharField(_("공급기업 유형"), max_length=20, choices=SupplierType.choices)
    technology_field = models.CharField(_("주력 기술분야"), max_length=20, choices=TechnologyField.choices)
    company_size = models.CharField(_("기업 규모"), max_length=10, choices=CompanySize.choices)
    region_code = models.CharField(_("시도 코드"), max_length=2, help_text=_("등록 당시의 행정구역 코드"))
    address = models.CharField(_("주소"), max_length=200, blank=True)
    address_on = models.DateField(_("주소 기준일"), null=True, blank=True)
    legal_form = models.CharField(_("기업 형태"), max_length=12, choices=LegalForm.choices, blank=True)
    corporate_number = models.CharField(_("법인등록번호"), max_length=13, blank=True)
    phone = models.CharField(_("대표 전화"), max_length=30, blank=True)
    homepage = models.URLField(_("홈페이지"), blank=True)
    ksic_code = models.CharField(_("업종코드"), max_length=5, blank=True)
    ksic_revision = models.PositiveSmallIntegerField(_("업종코드 차수"), default=11)
    employees = models.PositiveIntegerField(_("상시근로자 수"), null=True, blank=True)
    founded_on = models.DateField(_("설립일"), null=True, blank=True)
    pool_state = models.CharField(_("POOL 상태"), max_length=12, choices=PoolState.choices, default=PoolState.DRAFT)
    pool_reason = models.TextField(_("보완·반려 사유"), blank=True)
    pool_since = models.DateTimeField(_("상태 변경 시각"), default=clock.now)
    pool_sections = models.JSONField(_("보완할 부분"), default=list, blank=True)
    pool_due_on = models.DateField(_("보완 기한"), null=True, blank=True)
    confirmed_on = models.DateField(_("내용 확인일"), null=True, blank=True)
    refresh_due_on = models.DateField(_("갱신 기한"), null=True, blank=True)
    registered_at = models.DateTimeField(_("등록 시각"), default=clock.now)

    class Meta:
        verbose_name = _("공급기업")
        verbose_name_plural = _("공급기업")
        indexes = [
            models.Index(fields=["pool_state", "pool_since"]),
            models.Index(fields=["region_code"]),
            models.Index(fields=["refresh_due_on"]),
        ]

    def __str__(self) -> str:
        return self.name


class Standing(models.TextChoices):
    """What a colleague may do for the company."""

    OWNER = "owner", _("대표 담당자")
    EDITOR = "editor", _("작성자")
    VIEWER = "viewer", _("열람자")


class Member(models.Model):
    """A person's place in a company; a person belongs to one company."""

    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="members")
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="member")
    standing = models.CharField(_("권한"), max_length=10, choices=Standing.choices)
    joined_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("기업 구성원")
        verbose_name_plural = _("기업 구성원")

    def __str__(self) -> str:
        return f"{self.supplier_id}:{self.user_id}"
