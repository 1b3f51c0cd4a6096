"""The public directory, written out for search: it holds only what is published or agreed to, and never a score."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from applications import clock
from applications.suppliers.models import Supplier
from diagnosis.scoring.models import Outcome


class Listing(models.Model):
    """One company as the directory shows it; `terms` are the codes of everything it can be found by, in one text."""

    supplier = models.OneToOneField(Supplier, on_delete=models.CASCADE, related_name="listing")
    name = models.CharField(_("기업명"), max_length=100)
    outcome = models.ForeignKey(
        Outcome, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("등급이 나온 결과")
    )
    level = models.CharField(_("등급"), max_length=2, blank=True)
    level_rank = models.SmallIntegerField(_("등급 순서"), default=-1, help_text=_("등급이 없으면 -1"))
    records = models.PositiveIntegerField(_("수행 실적 수"), default=0)
    terms = models.TextField(_("찾는 말"), blank=True)
    written_at = models.DateTimeField(_("적은 시각"), default=clock.now)

    class Meta:
        verbose_name = _("공급기업 목록의 기업")
        verbose_name_plural = _("공급기업 목록의 기업")

    def __str__(self) -> str:
        return self.name


class TextKind(models.TextChoices):
    NAME = "name", _("기업명")
    PRODUCT = "product", _("제품명")


class ListingText(models.Model):
    """A name under which a company is searched, with its sounds (`spelling.key`); the key carries the trigram index."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="texts")
    kind = models.CharField(max_length=10, choices=TextKind.choices)
    text = models.CharField(max_length=150)
    key = models.CharField(max_length=600, db_index=True)

    class Meta:
        verbose_name = _("찾는 이름")
        verbose_name_plural = _("찾는 이름")

    def __str__(self) -> str:
        return self.text


class Edition(models.Model):
    """The state of the directory as a whole: `mark` differs after every change; then readers read anew.

    `read_until` is the moment up to which the audit chain was looked through for changes.
    """

    mark = models.UUIDField(default=uuid4)
    read_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("목록의 판")
        verbose_name_plural = _("목록의 판")

    def __str__(self) -> str:
        return str(self.mark)
