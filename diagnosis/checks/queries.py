"""What a certificate is worth on a day, told to whoever holds its number."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications import clock
from diagnosis.certificates.models import Certificate
from diagnosis.certificates.queries import latest_of, replacing
from diagnosis.results.standing import Standing, standing_of
from grading.load import load_scheme
from grading.values import Level, Scheme, Track


class CheckState(models.TextChoices):
    """The states of a result, and one of the paper alone: replaced by a later version."""

    NOT_YET = "not_yet", _("아직 효력 전")
    VALID = "valid", _("유효")
    EXPIRED = "expired", _("기간 만료")
    CORRECTED = "corrected", _("정정됨")
    REVOKED = "revoked", _("취소됨")
    REISSUED = "reissued", _("다시 발급됨")


TONES = {
    CheckState.NOT_YET: "warning",
    CheckState.VALID: "success",
    CheckState.EXPIRED: "warning",
    CheckState.CORRECTED: "warning",
    CheckState.REVOKED: "danger",
    CheckState.REISSUED: "warning",
}


@dataclass(frozen=True)
class Answer:
    """A certificate on a day. `since` is the first day of the state, `successor` the certificate to ask for instead."""

    certificate: Certificate
    on: date
    state: CheckState
    since: date | None
    successor: Certificate | None

    @property
    def is_valid(self) -> bool:
        return self.state == CheckState.VALID

    @property
    def tone(self) -> str:
        return TONES[self.state]

    @property
    def scheme(self) -> Scheme:
        """The version of the rules that the certified result was graded by."""
        return load_scheme(self.certificate.outcome.application.scheme_code)

    @property
    def track(self) -> Track:
        return self.scheme.tracks[self.certificate.outcome.application.track]

    @property
    def level(self) -> Level | None:
        """The certified Level; None on the track that has none."""
        label = self.certificate.outcome.level
        return self.scheme.level(label) if label else None

    def to_data(self) -> dict[str, Any]:
        """The answer for programs: days in ISO 8601, null where there is none."""
        paper, outcome = self.certificate, self.certificate.outcome
        return {
            "number": paper.printed_number,
            "on": self.on.isoformat(),
            "state": self.state.value,
            "valid": self.is_valid,
            "since": _iso(self.since),
            "successor": self.successor.printed_number if self.successor else None,
            "company": {"name": paper.company, "name_en": paper.company_en, "business_number": paper.business_number},
            "track": outcome.application.track,
            "level": outcome.level or None,
            "ai_score": None if outcome.level else str(outcome.ai),
            "scheme": outcome.application.scheme_code,
            "counts_from": _iso(paper.counts_from),
            "valid_until": _iso(paper.valid_until),
            "issued_at": paper.issued_at.isoformat(),
            "sha256": paper.sha256,
        }


def answer_of(certificate: Certificate, on: date) -> Answer:
    """The certificate on a day; past days are answered as they were, days to come as they stand now."""
    standing = standing_of(certificate.outcome, on)
    state, since = CheckState(standing.state.value), standing.since
    if later := _later_version(certificate, on, standing):
        state, since = CheckState.REISSUED, timezone.localtime(later.issued_at).date()
    elif standing.successor:
        later = latest_of(standing.successor)
    return Answer(certificate, on, state, since, later)


def changed_since(answer: Answer) -> Answer | None:
    """Today's answer where it differs from that of the day asked for."""
    today = answer_of(answer.certificate, clock.today())
    return today if today.state != answer.state else None


def _later_version(certificate: Certificate, on: date, standing: Standing) -> Certificate | None:
    later = replacing(certificate) if standing.is_valid else None
    return later if later and timezone.localtime(later.issued_at).date() <= on else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
