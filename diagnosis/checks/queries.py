"""What a certificate or a letter is worth on a day, told to whoever holds its number."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications import clock
from diagnosis.bank_letters.models import BankLetter
from diagnosis.bank_letters.queries import numbered_letter
from diagnosis.benefits.requests.queries import name_of
from diagnosis.certificates.models import Certificate
from diagnosis.certificates.queries import latest_of, numbered, replacing
from diagnosis.results.standing import Standing, standing_of
from grading.load import load_scheme
from grading.values import Level, Scheme, Track

Paper = Certificate | BankLetter


class CheckState(models.TextChoices):
    """The states of a result, and two of the paper alone: replaced by a later version, its benefit ended."""

    NOT_YET = "not_yet", _("아직 효력 전")
    VALID = "valid", _("유효")
    EXPIRED = "expired", _("기간 만료")
    CORRECTED = "corrected", _("정정됨")
    REVOKED = "revoked", _("취소됨")
    REISSUED = "reissued", _("다시 발급됨")
    ENDED = "ended", _("혜택이 끝남")


TONES = {
    CheckState.NOT_YET: "warning",
    CheckState.VALID: "success",
    CheckState.EXPIRED: "warning",
    CheckState.CORRECTED: "warning",
    CheckState.REVOKED: "danger",
    CheckState.REISSUED: "warning",
    CheckState.ENDED: "warning",
}


@dataclass(frozen=True)
class Answer:
    """A paper on a day. `since` is the first day of the state, `successor` the paper to ask for instead."""

    paper: Paper
    on: date
    state: CheckState
    since: date | None
    successor: Paper | None

    @property
    def is_valid(self) -> bool:
        return self.state == CheckState.VALID

    @property
    def tone(self) -> str:
        return TONES[self.state]

    @property
    def is_letter(self) -> bool:
        return isinstance(self.paper, BankLetter)

    @property
    def benefit(self) -> str:
        """The benefit that a letter is about; nothing for a certificate."""
        return name_of(self.paper.request.benefit) if isinstance(self.paper, BankLetter) else ""

    @property
    def scheme(self) -> Scheme:
        """The version of the rules that the certified result was graded by."""
        return load_scheme(self.paper.outcome.application.scheme_code)

    @property
    def track(self) -> Track:
        return self.scheme.tracks[self.paper.outcome.application.track]

    @property
    def level(self) -> Level | None:
        """The certified Level; None on the track that has none."""
        label = self.paper.outcome.level
        return self.scheme.level(label) if label else None

    def to_data(self) -> dict[str, Any]:
        """The answer for programs: days in ISO 8601, null where there is none."""
        paper, outcome = self.paper, self.paper.outcome
        return {
            "number": paper.printed_number,
            "document": "bank_letter" if self.is_letter else "certificate",
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


def paper_of(typed: str) -> Paper | None:
    """The one certificate or letter of a number that somebody holds, for everyone; None for any other number."""
    return numbered(typed) or numbered_letter(typed)


def answer_of(paper: Paper, on: date) -> Answer:
    """The paper on a day; past days are answered as they were, days to come as they stand now."""
    standing = standing_of(paper.outcome, on)
    state, since, later = CheckState(standing.state.value), standing.since, _later_version(paper, on, standing)
    if later:
        state, since = CheckState.REISSUED, timezone.localtime(later.issued_at).date()
    elif standing.successor and isinstance(paper, Certificate):
        later = latest_of(standing.successor)
    elif standing.is_valid and isinstance(paper, BankLetter) and (ended := _ended_on(paper)) and ended <= on:
        state, since = CheckState.ENDED, ended
    return Answer(paper, on, state, since, later)


def changed_since(answer: Answer) -> Answer | None:
    """Today's answer where it differs from that of the day asked for."""
    today = answer_of(answer.paper, clock.today())
    return today if today.state != answer.state else None


def _ended_on(letter: BankLetter) -> date | None:
    """The day on which the benefit itself ended, whatever the result is still worth."""
    return timezone.localdate(letter.request.ended_at) if letter.request.ended_at else None


def _later_version(paper: Paper, on: date, standing: Standing) -> Certificate | None:
    later = replacing(paper) if standing.is_valid and isinstance(paper, Certificate) else None
    return later if later and timezone.localtime(later.issued_at).date() <= on else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
