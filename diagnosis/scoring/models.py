from typing import Any

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from applications import clock
from applications.filing.models import Application
from applications.jobs.models import Job
from applications.rounds.models import Round
from grading.load import UnknownScheme, load_scheme
from grading.reasons import Unreadable as UnreadableReasons
from grading.reasons import unpacked as unpacked_reasons
from grading.snapshot import Unreadable, scheme_of, unpacked


class ScoringRun(models.Model):
    """One computation over a round; a later run never changes an earlier one."""

    code = models.CharField(_("채점 번호"), max_length=20, unique=True, help_text="2026-1-R1")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="runs")
    scheme_code = models.CharField(max_length=20)
    scheme_digest = models.CharField(max_length=64)
    job = models.OneToOneField(Job, on_delete=models.PROTECT, related_name="run")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(default=clock.now)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("채점")
        verbose_name_plural = _("채점")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.code


class Outcome(models.Model):
    """What one run found for one application: a snapshot with its full trace, or the fault that stopped it.

    On an AI application only `ai`, `sections` and `snapshot` are filled. `current` marks the outcome that counts for
    the application; it is set when the run is confirmed.
    """

    run = models.ForeignKey(ScoringRun, on_delete=models.PROTECT, related_name="outcomes")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="outcomes")
    base = models.DecimalField(_("진단 점수"), max_digits=5, decimal_places=1, null=True)
    ai = models.DecimalField(_("제조AI 점수"), max_digits=4, decimal_places=1, null=True)
    bonus = models.DecimalField(_("가점"), max_digits=4, decimal_places=1, null=True)
    total = models.DecimalField(_("총점"), max_digits=5, decimal_places=1, null=True)
    grade_point = models.DecimalField(_("등급 점수"), max_digits=4, decimal_places=3, null=True)
    level = models.CharField(_("등급"), max_length=2, blank=True)
    base_level = models.CharField(_("가점 전 등급"), max_length=2, blank=True)
    sections = models.JSONField(_("분야별 점수"), default=dict)
    snapshot = models.TextField(_("계산 과정"), blank=True)
    # Codes with facts (grading.reasons), so that each reader reads them in their own language.
    fault = models.TextField(_("계산하지 못한 사유"), blank=True)
    current = models.BooleanField(_("현재 결과"), default=False)
    confirmed_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    valid_until = models.DateField(_("유효 기간"), null=True)

    class Meta:
        verbose_name = _("진단 결과")
        verbose_name_plural = _("진단 결과")
        constraints = [
            models.UniqueConstraint(fields=["run", "application"], name="one_outcome_per_run_and_application"),
            models.UniqueConstraint(
                fields=["application"], condition=models.Q(current=True), name="one_current_outcome"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}:{self.application_id}"

    @property
    def fault_lines(self) -> list[str]:
        """Why it could not be graded, a sentence each in the reader's language; an older text as it was written."""
        lang = "en" if get_language() == "en" else "ko"
        try:
            return [reason.read(lang) for reason in unpacked_reasons(self.fault)] if self.fault else []
        except UnreadableReasons:
            return self.fault.splitlines()

    @cached_property
    def trace(self) -> dict[str, Any]:
        """The whole calculation as the snapshot tells it, empty beside a fault. Raises Unreadable."""
        if self.fault:
            return {}
        code = scheme_of(self.snapshot)
        try:
            scheme = load_scheme(code)
        except UnknownScheme as unknown:
            raise Unreadable(f"scheme {code}") from unknown
        return unpacked(self.snapshot, scheme)


class Discrepancy(models.Model):
    """An outcome whose stored figures are not what its marks give; open until a later check finds them agreeing.

    `stored` and `recomputed` hold the first differing figures by place, `places` counts all of them.
    """

    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="discrepancies")
    found_at = models.DateTimeField(_("발견"), default=clock.now)
    stored = models.JSONField(_("보관된 값"))
    recomputed = models.JSONField(_("다시 계산한 값"))
    places = models.PositiveIntegerField(_("다른 값의 수"))
    resolved_at = models.DateTimeField(_("해소"), null=True)

    class Meta:
        verbose_name = _("재계산 불일치")
        verbose_name_plural = _("재계산 불일치")
        constraints = [
            models.UniqueConstraint(
                fields=["outcome"], condition=models.Q(resolved_at=None), name="one_open_discrepancy_per_outcome"
            )
        ]

    def __str__(self) -> str:
        return f"{self.outcome_id}:{self.found_at}"

    @property
    def lines(self) -> list[dict[str, str]]:
        """The kept figures one by one: place, stored, recomputed."""
        return [
            {"place": place, "stored": stored, "recomputed": self.recomputed[place]}
            for place, stored in self.stored.items()
        ]

    @property
    def unlisted(self) -> int:
        """How many differing figures are not kept."""
        return self.places - len(self.stored)
