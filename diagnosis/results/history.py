"""Everything a company was found to be, round by round, with a break wherever two results cannot be compared."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from applications import clock
from applications.rounds.wording import named
from diagnosis.results.standing import Standing, StandingState, standings_of
from diagnosis.results.years import AcrossYears, across_years
from diagnosis.scoring.models import Outcome
from grading.load import load_scheme
from grading.values import Track


@dataclass(frozen=True)
class Line:
    """One result of the company: what was found, what it is worth today, and how it differs from the one before.

    `before` is the company's previous result on the same track, None for the first one.
    """

    outcome: Outcome
    track: Track
    standing: Standing
    before: "Line | None" = None

    @property
    def score(self) -> Decimal | None:
        """The judged figure of the track."""
        return self.outcome.ai if self.outcome.total is None else self.outcome.total

    @property
    def counts(self) -> bool:
        """Whether the figure may stand in a series: a revoked one may not."""
        return self.standing.state != StandingState.REVOKED

    @property
    def is_comparable(self) -> bool:
        """Whether the result before was found by the same scheme, word for word."""
        then = self.before.outcome.application if self.before else None
        return then is not None and then.scheme_digest == self.outcome.application.scheme_digest

    @property
    def change(self) -> str:
        """How far the score moved since the result before, with its sign; empty where that cannot be said."""
        if not self.before or not self.is_comparable or not (self.counts and self.before.counts):
            return ""
        if self.score is None or self.before.score is None:
            return ""
        return f"{self.score - self.before.score:+}"


@dataclass(frozen=True)
class Series:
    """The results of one track over the rounds, a line for each scheme: two schemes are never joined."""

    track: Track
    lines: tuple[Line, ...]

    @property
    def title(self) -> str:
        return _("%(track)s의 점수") % {"track": named(self.track)}

    @property
    def labels(self) -> list[str]:
        return [line.outcome.application.round.code for line in self.lines]

    @property
    def drawn(self) -> list[tuple[str, list[Decimal | None]]]:
        """For each scheme its name and a figure for every round, None where the round had another scheme."""
        schemes = dict.fromkeys(line.outcome.application.scheme_code for line in self.lines)
        return [
            (_("진단 체계 %(code)s") % {"code": code}, [_drawn(line, code) for line in self.lines]) for code in schemes
        ]

    @property
    def headers(self) -> tuple[str, ...]:
        return (_("회차"), _("진단 체계"), _("점수"), _("등급"))

    @property
    def rows(self) -> list[tuple[str, ...]]:
        return [_row(line) for line in self.lines]

    @property
    def note(self) -> str:
        """What the reader must know of the picture."""
        if len({line.outcome.application.scheme_digest for line in self.lines}) > 1:
            return _("진단 체계가 바뀐 곳에서는 선을 끊었어요. 앞뒤의 점수는 서로 견줄 수 없어요.")
        return ""

    @property
    def finding(self) -> str:
        """The picture in words."""
        last = self.lines[-1]
        return _("%(count)d개 회차의 결과. 마지막은 %(round)s의 %(score)s점.") % {
            "count": len(self.lines),
            "round": last.outcome.application.round.name,
            "score": last.score,
        }


@dataclass(frozen=True)
class History:
    """All results, newest first; the series of each track; what must be said where schemes differ."""

    lines: tuple[Line, ...]
    series: tuple[Series, ...]
    across: tuple[AcrossYears, ...]

    @property
    def drawn(self) -> tuple[Series, ...]:
        """The series that are worth a picture: those of more than one round."""
        return tuple(one for one in self.series if len(one.lines) > 1)


def history_from(outcomes: QuerySet[Outcome]) -> History:
    """The history that some published outcomes tell, one for each application, all of one company."""
    found = list(outcomes.order_by("application__track", "application__round__opens_at", "pk"))
    standings = standings_of(found, clock.today())
    lines = list(_lines(found, standings))
    by_track = [tuple(some) for _code, some in groupby(lines, key=lambda line: line.outcome.application.track)]
    series = [Series(some[-1].track, some) for some in by_track]
    newest = sorted(lines, key=lambda line: line.outcome.application.round.opens_at, reverse=True)
    return History(tuple(newest), tuple(series), tuple(across_years(_comparable(lines), converted=True)))


def _lines(outcomes: Iterable[Outcome], standings: dict[int, Standing]) -> Iterator[Line]:
    before: Line | None = None
    for outcome in outcomes:
        track = load_scheme(outcome.application.scheme_code).tracks[outcome.application.track]
        is_next = before is not None and before.outcome.application.track == outcome.application.track
        before = Line(outcome, track, standings[outcome.pk], before if is_next else None)
        yield before


def _comparable(lines: Sequence[Line]) -> list[Outcome]:
    return [line.outcome for line in lines if line.counts]


def _drawn(line: Line, code: str) -> Decimal | None:
    return line.score if line.counts and line.outcome.application.scheme_code == code else None


def _row(line: Line) -> tuple[str, ...]:
    application = line.outcome.application
    level = f"Level {line.outcome.level}" if line.outcome.level else "–"
    score = str(line.score) if line.counts else _("취소됨")
    return (application.round.name, application.scheme_code, score, level)
