from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from applications import clock
from applications.documents.models import DocumentVersion
from applications.filing.models import Application
from diagnosis.ratings import RatingField


class Answer(models.Model):
    """What a supplier says to one item, with its own rating; version counts the saves (lost-update guard)."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="answers")
    item_code = models.CharField(_("항목"), max_length=12)
    rating = RatingField(_("자가 평점"))
    applies = models.BooleanField(
        _("해당함"), default=True, help_text=_("아니면 공급기업이 «해당 없음»으로 적었고 설명이 그 이유입니다.")
    )
    text = models.TextField(_("설명"), blank=True)
    taken_from = models.ForeignKey(
        Application, verbose_name=_("가져온 신청"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    checked = models.BooleanField(
        _("확인함"), default=True, help_text=_("지난 회차에서 가져온 뒤 아직 확인하거나 고치지 않았으면 아닙니다.")
    )
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(default=clock.now)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("답변")
        verbose_name_plural = _("답변")
        constraints = [models.UniqueConstraint(fields=["application", "item_code"], name="one_answer_per_item")]

    def __str__(self) -> str:
        return f"{self.application_id}:{self.item_code}"


class Absence(models.Model):
    """What the operator decided on a supplier's claim that an item does not apply; gone when the answer changes."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="absences")
    item_code = models.CharField(_("항목"), max_length=12)
    granted = models.BooleanField(_("인정"))
    claim = models.TextField(_("공급기업이 적은 이유"))
    reason = models.TextField(_("판단 사유"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("판단 시각"), default=clock.now)

    class Meta:
        verbose_name = _("해당 없음 판단")
        verbose_name_plural = _("해당 없음 판단")
        constraints = [models.UniqueConstraint(fields=["application", "item_code"], name="one_absence_per_item")]

    def __str__(self) -> str:
        return f"{self.application_id}:{self.item_code}"


class Evidence(models.Model):
    """A version of a document put forward for one item of one application; a newer version changes nothing here."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="evidence")
    item_code = models.CharField(_("항목"), max_length=12)
    version = models.ForeignKey(DocumentVersion, on_delete=models.PROTECT, related_name="uses")
    attached_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("증빙")
        verbose_name_plural = _("증빙")
        constraints = [
            models.UniqueConstraint(fields=["application", "item_code", "version"], name="version_once_per_item")
        ]

    def __str__(self) -> str:
        return f"{self.application_id}:{self.item_code}:{self.version_id}"
