import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications import clock
from applications.documents.files.recognise import KINDS


class Scan(models.TextChoices):
    """What the virus scanner said of a file; nothing but CLEAN may be called safe."""

    WAITING = "waiting", _("검사 전")
    CLEAN = "clean", _("이상 없음")
    INFECTED = "infected", _("감염")
    FAILED = "failed", _("검사 실패")


TONES = {Scan.WAITING: "neutral", Scan.CLEAN: "success", Scan.INFECTED: "danger", Scan.FAILED: "warning"}


class Document(models.Model):
    """A paper of a company, kept once and put forward wherever it is needed; its bytes are its versions."""

    supplier = models.ForeignKey("applications.Supplier", on_delete=models.PROTECT, related_name="documents")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("문서 종류"), max_length=30, help_text=_("kinds.toml 의 코드"))
    title = models.CharField(_("제목"), max_length=200)
    hidden_at = models.DateTimeField(_("숨긴 시각"), null=True, blank=True)
    created_at = models.DateTimeField(_("등록 시각"), default=clock.now)

    class Meta:
        verbose_name = _("증빙 문서")
        verbose_name_plural = _("증빙 문서")
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["supplier", "hidden_at"])]

    def __str__(self) -> str:
        return self.title


def storage_key(version: "DocumentVersion", filename: str) -> str:
    """A random key; the name the supplier gave is kept in the row alone."""
    return f"documents/{version.supplier_id}/{uuid.uuid4().hex}"


class DocumentVersion(models.Model):
    """One file of a document with its own dates; never changed once stored, so what was filed stays as it was."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    supplier = models.ForeignKey("applications.Supplier", on_delete=models.PROTECT, related_name="+")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.PositiveIntegerField(_("판"), default=1)
    name = models.CharField(_("파일 이름"), max_length=255)
    format = models.CharField(_("형식"), max_length=10)
    size = models.PositiveBigIntegerField(_("크기"))
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to=storage_key, max_length=200)
    issued_on = models.DateField(_("발급일"), null=True, blank=True)
    valid_until = models.DateField(_("유효기한"), null=True, blank=True)
    scan = models.CharField(_("바이러스 검사"), max_length=10, choices=Scan.choices, default=Scan.WAITING)
    scan_note = models.CharField(_("검사 내용"), max_length=200, blank=True)
    scanned_at = models.DateTimeField(_("검사 시각"), null=True, blank=True)
    uploaded_at = models.DateTimeField(_("올린 시각"), default=clock.now)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("문서 판")
        verbose_name_plural = _("문서 판")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["supplier", "sha256"], name="same_file_once_per_supplier"),
            models.UniqueConstraint(fields=["document", "number"], name="version_number_once_per_document"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def format_label(self) -> str:
        """What its format is called: a HWP file is a «한글 문서»."""
        return str(KINDS[self.format].label)

    @property
    def preview(self) -> str:
        """How a browser shows it by itself: page, picture, or not at all."""
        return KINDS[self.format].preview

    @property
    def scan_tone(self) -> str:
        """The tone of the badge that says what the scanner said."""
        return TONES[Scan(self.scan)]

    @property
    def is_quarantined(self) -> bool:
        """Whether nobody may open the file."""
        return self.scan == Scan.INFECTED
