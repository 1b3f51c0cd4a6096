from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications import clock


class DraftState(models.TextChoices):
    """Where an uploaded scheme stands; a published or closed one never changes again."""

    DRAFT = "draft", _("초안")
    PUBLISHED = "published", _("공고됨")
    CLOSED = "closed", _("끝남")
    DISCARDED = "discarded", _("버림")


FROZEN = (DraftState.PUBLISHED, DraftState.CLOSED)


class SchemeDraft(models.Model):
    """A scheme folder that the agency brought in through a page; its files are the text of the TOML files by name.

    `digest` is the kernel's fingerprint of the content; what was uploaded is never edited, only replaced by another.
    """

    code = models.CharField(_("진단 체계"), max_length=20)
    title = models.CharField(_("이름"), max_length=200)
    files = models.JSONField(_("파일"))
    digest = models.CharField(_("지문"), max_length=64)
    state = models.CharField(_("상태"), max_length=10, choices=DraftState.choices, default=DraftState.DRAFT)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("올린 시각"), default=clock.now)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(_("공고"), null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(_("끝남"), null=True)

    class Meta:
        verbose_name = _("진단 체계")
        verbose_name_plural = _("진단 체계")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=models.Q(state__in=["published", "closed"]),
                name="one_published_scheme_per_code",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code}:{self.digest[:12]}"

    @property
    def ref(self) -> str:
        """How addresses name it, beside the codes of the schemes that the portal brings along."""
        return f"draft-{self.pk}"
