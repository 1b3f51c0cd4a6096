"""What a company registers in the POOL beside its own facts; each table holds what stands (is in force) today.

Codes come from vocabulary.toml and regions.toml. What is still being written, or waits for the operator, lies in
`WrittenSection` until it is taken over.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications import clock
from applications.documents.models import DocumentVersion
from applications.suppliers.models import Supplier, SupplierType

NATIONWIDE = "00"


def evidence_link() -> "models.ForeignKey[DocumentVersion | None]":
    """The column for the file behind a row; a document in use cannot be deleted."""
    return models.ForeignKey(
        DocumentVersion, models.PROTECT, related_name="+", verbose_name=_("증빙"), null=True, blank=True
    )


class FurtherType(models.Model):
    """A supplier type beside the main one, `Supplier.supplier_type`."""

    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="further_types")
    supplier_type = models.CharField(_("공급기업 유형"), max_length=20, choices=SupplierType.choices)

    class Meta:
        verbose_name = _("추가 유형")
        verbose_name_plural = _("추가 유형")
        constraints = [models.UniqueConstraint(fields=["supplier", "supplier_type"], name="further_type_once")]

    def __str__(self) -> str:
        return f"{self.supplier_id}:{self.supplier_type}"


class ServedRegion(models.Model):
    """A region the company works in; code of the day it was chosen, `00` for the whole country."""

    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="served_regions")
    region_code = models.CharField(_("활동 지역"), max_length=2)

    class Meta:
        verbose_name = _("활동 지역")
        verbose_name_plural = _("활동 지역")
        constraints = [models.UniqueConstraint(fields=["supplier", "region_code"], name="served_region_once")]
        indexes = [models.Index(fields=["region_code", "supplier"])]

    def __str__(self) -> str:
        return f"{self.supplier_id}:{self.region_code}"


class Technology(models.Model):
    """A technology of the official list; `mode` is how software runs (STANDALONE, CLOUD), empty for the others."""

    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="technologies")
    code = models.CharField(_("보유기술"), max_length=20)
    mode = models.CharField(_("운영방식"), max_length=12, blank=True)

    class Meta:
        verbose_name = _("보유기술")
        verbose_name_plural = _("보유기술")
        constraints = [models.UniqueConstraint(fields=["supplier", "code", "mode"], name="technology_once")]
        indexes = [models.Index(fields=["code", "supplier"])]

    def __str__(self) -> str:
        return f"{self.supplier_id}:{self.code}"


class AiAbility(models.Model):
    """One cell of the matrix of AI functions and business processes."""

    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="ai_abilities")
    function = models.CharField(_("AI 기능"), max_length=12)
    process = models.CharField(_("업무"), max_length=12)

    class Meta:
        verbose_name = _("제조AI 역량")
        verbose_name_plural = _("제조AI 역량")
        constraints = [models.UniqueConstraint(fields=["supplier", "function", "process"], name="ai_ability_once")]
        indexes = [models.Index(fields=["function", "process", "supplier"])]

    def __str__(self) -> str:
        return f"{self.supplier_id}:{self.function}:{self.process}"


class StaffPerson(models.Model):
    """Somebody who works on projects: personal data, shown to officials only with a note in the audit chain."""

    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="staff")
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(_("이름"), max_length=50)
    role = models.CharField(_("역할"), max_length=12)
    education = models.CharField(_("최종 학력"), max_length=12)
    major = models.CharField(_("전공"), max_length=50, blank=True)
    career_years = models.PositiveSmallIntegerField(_("경력(년)"))
    career = models.TextField(_("주요 경력"), blank=True)
    certificates = models.CharField(_("자격·수료"), max_length=200, blank=True)
    evidence = evidence_link()

    class Meta:
        verbose_name = _("인력")
        verbose_name_plural = _("인력")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class TrackRecord(models.Model):
    """A project carried out; `amount` in thousand won, `reached` on the ladder of KS X 9001-1, `industry` by KSIC."""

    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="track_records")
    position = models.PositiveSmallIntegerField(default=0)
    project = models.CharField(_("과제명"), max_length=120)
    customer = models.CharField(_("도입기업"), max_length=100)
    industry = models.CharField(_("업종"), max_length=2)
    began_on = models.DateField(_("시작일"))
    ended_on = models.DateField(_("종료일"))
    amount = models.PositiveBigIntegerField(_("금액(천원)"))
    technology = models.CharField(_("주요 기술"), max_length=20)
    reached = models.CharField(_("달성 수준"), max_length=12)
    evidence = evidence_link()

    class Meta:
        verbose_name = _("수행 실적")
        verbose_name_plural = _("수행 실적")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ended_on__gte=models.F("began_on")), name="record_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return self.project


class FinanceYear(models.Model):
    """Figures of one closed business year in thousand won; profit and equity may be negative."""

    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="finance_years")
    year = models.PositiveSmallIntegerField(_("사업연도"))
    sales = models.PositiveBigIntegerField(_("매출액(천원)"))
    operating_profit = models.BigIntegerField(_("영업이익(천원)"))
    net_profit = models.BigIntegerField(_("당기순이익(천원)"))
    assets = models.PositiveBigIntegerField(_("자산총계(천원)"))
    liabilities = models.PositiveBigIntegerField(_("부채총계(천원)"))
    research_cost = models.PositiveBigIntegerField(_("연구개발비(천원)"), default=0)
    evidence = evidence_link()

    class Meta:
        verbose_name = _("재무")
        verbose_name_plural = _("재무")
        ordering = ["-year"]
        constraints = [models.UniqueConstraint(fields=["supplier", "year"], name="finance_year_once")]

    def __str__(self) -> str:
        return f"{self.supplier_id}:{self.year}"


class Product(models.Model):
    """A product of the company's own, under the name it is sold by."""

    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="products")
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(_("제품명"), max_length=100)
    technology = models.CharField(_("기술 분류"), max_length=20)
    released_year = models.PositiveSmallIntegerField(_("출시 연도"), null=True, blank=True)
    description = models.CharField(_("설명"), max_length=300, blank=True)
    evidence = evidence_link()

    class Meta:
        verbose_name = _("자사 제품")
        verbose_name_plural = _("자사 제품")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class DirectoryConsent(models.Model):
    """Leave to show the company in the public directory; taken back by a date, never deleted."""

    supplier = models.ForeignKey(Supplier, on_delete=models.PROTECT, related_name="directory_consents")
    given_at = models.DateTimeField(_("동의 시각"), default=clock.now)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(_("철회 시각"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        verbose_name = _("공개 동의")
        verbose_name_plural = _("공개 동의")
        constraints = [
            models.UniqueConstraint(
                fields=["supplier"], condition=models.Q(revoked_at=None), name="one_standing_consent"
            )
        ]

    def __str__(self) -> str:
        return f"{self.supplier_id}:{self.given_at}"


class WrittenSection(models.Model):
    """A section as it was typed last.

    `rows` holds each row's fields as text, faults and all; `ready` the same rows as the tables take them, or None
    while one has a fault. `waits`: it says something else than what stands. `version` counts the saves, `page`
    names the opened page that sent the last one, which may go on saving whatever version it was opened with.
    """

    supplier = models.ForeignKey(Supplier, on_delete=models.CASCADE, related_name="written_sections")
    code = models.CharField(max_length=12)
    rows = models.JSONField(default=list)
    ready = models.JSONField(null=True)
    faults = models.PositiveSmallIntegerField(default=0)
    is_none = models.BooleanField(default=False)
    waits = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    page = models.CharField(max_length=32, blank=True)
    saved_at = models.DateTimeField(default=clock.now)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("작성 내용")
        verbose_name_plural = _("작성 내용")
        constraints = [models.UniqueConstraint(fields=["supplier", "code"], name="written_section_once")]

    def __str__(self) -> str:
        return f"{self.supplier_id}:{self.code}"
