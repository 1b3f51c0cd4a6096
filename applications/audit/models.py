from django.db import models
from django.utils.translation import gettext_lazy as _


class Stream(models.Model):
    """The head of one chain of events, so that a missing tail shows."""

    name = models.CharField(max_length=80, unique=True)
    length = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return self.name


class Event(models.Model):
    """One act: who did what to which thing when; chained by hash within its stream, never changed.

    It holds no foreign keys, so that it outlives what it speaks of.
    """

    stream = models.CharField(_("대상"), max_length=80)
    number = models.PositiveIntegerField(_("순번"))
    at = models.DateTimeField(_("시각"))
    actor_id = models.BigIntegerField(_("행위자 번호"), null=True)
    actor_role = models.CharField(_("행위자 역할"), max_length=20)
    verb = models.CharField(_("행위"), max_length=60)
    data = models.JSONField(_("내용"), default=dict)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("감사 기록")
        verbose_name_plural = _("감사 기록")
        constraints = [models.UniqueConstraint(fields=["stream", "number"], name="event_number_once")]
        indexes = [models.Index(fields=["-at"]), models.Index(fields=["verb", "-at"])]

    def __str__(self) -> str:
        return f"{self.stream}#{self.number} {self.verb}"
