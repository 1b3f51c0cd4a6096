"""Until when a document counts, and what that means for the closing day of a round."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from applications.documents.kinds import Rule, rule_for
from applications.documents.models import DocumentVersion
from applications.moments import day_text
from applications.rounds.models import Round

FRESH, STALE, UNKNOWN, UNBOUND = "fresh", "stale", "unknown", "unbound"


@dataclass(frozen=True)
class Forecast:
    """Whether a version counts on the closing day of a round; `until` is the last day on which it does.

    state: fresh, stale, unknown (a rule needs the day of issue and none is given), unbound (any age will do).
    """

    round: Round
    state: str
    until: date | None
    blocks: bool
    assumption: bool

    @property
    def is_fault(self) -> bool:
        return self.state in (STALE, UNKNOWN)

    @property
    def tone(self) -> str:
        return {FRESH: "success", STALE: "warning", UNKNOWN: "warning"}.get(self.state, "neutral")

    @property
    def text(self) -> str:
        """The whole sentence for the page."""
        said = {
            "round": self.round.code,
            "closing": day_text(self.round.closes_at),
            "until": day_text(self.until) if self.until else "",
        }
        if self.state == STALE:
            return _("%(until)s까지만 인정돼요. %(round)s 회차 마감일(%(closing)s)에는 만료된 문서예요.") % said
        if self.state == UNKNOWN:
            return _("발급일이 없어 %(round)s 회차 마감일(%(closing)s)에 인정되는지 알 수 없어요.") % said
        if self.state == FRESH:
            return _("%(until)s까지 인정돼요. %(round)s 회차 마감일(%(closing)s)에 쓸 수 있어요.") % said
        return _("%(round)s 회차에는 기한 없이 쓸 수 있어요.") % said


def forecast(version: DocumentVersion, round_: Round) -> Forecast:
    """What the rules say of a version on the day on which the round closes."""
    rule = rule_for(version.document.kind)
    until = last_good_day(version.issued_on, version.valid_until, rule)
    closing = timezone.localtime(round_.closes_at).date()
    if rule is not None and version.issued_on is None:
        state = UNKNOWN
    elif until is None:
        state = UNBOUND
    else:
        state = FRESH if closing <= until else STALE
    return Forecast(round_, state, until, bool(rule and rule.blocks), bool(rule and rule.assumption))


def forecasts(version: DocumentVersion, rounds: Iterable[Round]) -> list[Forecast]:
    """The same for several rounds, those that close first ahead."""
    return [forecast(version, round_) for round_ in sorted(rounds, key=lambda one: one.closes_at)]


def last_good_day(issued_on: date | None, valid_until: date | None, rule: Rule | None) -> date | None:
    """The last day on which a document counts, by its own date and by the rule; None where nothing limits it."""
    limits = [valid_until] if valid_until else []
    if rule is not None and issued_on is not None:
        limits.append(months_after(issued_on, rule.months))
    return min(limits, default=None)


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last day of a month that is too short for it."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
