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
            models.UniqueConstraint(fields=["supplier", "sha256"], name="same_document_once_per_supplier"),
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


class StaleWarning(models.Model):
    """That a company was told that a version will no longer count when a round closes; told once."""

    version = models.ForeignKey(DocumentVersion, on_delete=models.CASCADE, related_name="stale_warnings")
    round = models.ForeignKey("applications.Round", on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField(_("알린 시각"), default=clock.now)

    class Meta:
        verbose_name = _("문서 만료 알림")
        verbose_name_plural = _("문서 만료 알림")
        constraints = [models.UniqueConstraint(fields=["version", "round"], name="stale_version_told_once_per_round")]

    def __str__(self) -> str:
        return f"{self.version_id}:{self.round_id}"


def chunk_key(chunk: "UploadChunk", filename: str) -> str:
    """Where a piece waits for the others."""
    return f"uploads/{chunk.upload_id}/{uuid.uuid4().hex}"


class Upload(models.Model):
    """A large file on its way in pieces; it becomes a version of a document, or is thrown away when it expires."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    supplier = models.ForeignKey("applications.Supplier", on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("파일 이름"), max_length=255)
    fingerprint = models.CharField(max_length=64, help_text=_("끊긴 뒤 같은 파일을 알아보는 표식"))
    size = models.PositiveBigIntegerField(_("크기"))
    offset = models.PositiveBigIntegerField(_("받은 만큼"), default=0)
    sha256 = models.CharField(max_length=64, blank=True, help_text=_("전체를 받아 확인한 뒤에 적습니다."))
    expires_at = models.DateTimeField(_("버리는 시각"))
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("올리는 중인 파일")
        verbose_name_plural = _("올리는 중인 파일")
        constraints = [
            models.UniqueConstraint(fields=["user", "fingerprint"], name="one_upload_of_a_file_per_person"),
            models.CheckConstraint(
                condition=models.Q(offset__lte=models.F("size")), name="upload_receives_no_more_than_its_size"
            ),
        ]
        indexes = [models.Index(fields=["expires_at"])]

    def __str__(self) -> str:
        return self.name

    @property
    def is_ready(self) -> bool:
        """Whether all of it has come and was found to be what it claims."""
        return bool(self.sha256)


class UploadChunk(models.Model):
    """One piece of an upload, in the place where it belongs."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="chunks")
    offset = models.PositiveBigIntegerField()
    size = models.PositiveIntegerField()
    file = models.FileField(upload_to=chunk_key, max_length=200)

    class Meta:
        verbose_name = _("파일 조각")
        verbose_name_plural = _("파일 조각")
        ordering = ["offset"]
        constraints = [models.UniqueConstraint(fields=["upload", "offset"], name="chunk_once_per_place")]

    def __str__(self) -> str:
        return f"{self.upload_id}:{self.offset}"
