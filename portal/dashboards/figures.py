"""From what was read to what a dashboard shows: counts, shares, and the rows of charts and tables."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from applications import clock
from applications.rounds.models import Round, RoundTrack
from applications.suppliers.models import SupplierType
from applications.suppliers.regions import regions_on
from grading.exact import half_up
from grading.values import Scheme, Track
from portal.dashboards.queries import Result, Stages
from portal.dashboards.suppression import SMALLEST_SHOWN, hidden, hidden_text, masked_text

ChartRow = tuple[str, int | Decimal, str]
NOTHING = Stages(0, 0, 0, 0, 0, 0)
NONE = "–"


@dataclass(frozen=True)
class Chart:
    """One picture with its table: rows of the picture, headers and rows of the table, and the finding in words."""

    title: str
    finding: str
    bars: list[ChartRow]
    headers: list[str]
    table: list[list[str]]
    note: str = ""


def name_of(thing: object) -> str:
    """The name of something of a scheme in the language of the page."""
    english = (get_language() or "").startswith("en")
    return str(getattr(thing, "name_en" if english else "name"))


def percent(part: int | Fraction, whole: int | Fraction) -> Decimal:
    """The share in percent with one decimal, half up; 0 of nothing is 0."""
    return half_up(Fraction(part) * 100 / Fraction(whole), 1) if whole else Decimal("0.0")


def funnel(track: Track, pool: int, stages: Stages) -> Chart:
    """How many got how far, from the POOL to a published result."""
    steps = [
        (_("POOL 등록 기업"), pool),
        (_("접수"), stages.applied),
        (_("요건 적합"), stages.eligible),
        (_("선정"), stages.seated),
        (_("진단 완료"), stages.assessed),
        (_("결과 공개"), stages.published),
    ]
    applied = steps[1][1]
    table = [
        [label, f"{count:,}", "" if number == 0 else f"{percent(count, applied)}%"]
        for number, (label, count) in enumerate(steps)
    ]
    finding = _("접수 %(applied)s건 가운데 %(published)s건의 결과가 공개되었어요.") % {
        "applied": f"{applied:,}",
        "published": f"{stages.published:,}",
    }
    # The POOL is five times the rest; drawn on the same scale it would hide every difference between the stages.
    bars: list[ChartRow] = [(label, count, f"{count:,}") for label, count in steps[1:]]
    headers = [_("단계"), _("수"), _("접수 대비")]
    return Chart(_("%(track)s: 단계별 현황") % {"track": name_of(track)}, finding, bars, headers, table)


def seats_table(
    round_: Round, scheme: Scheme, rows: Sequence[RoundTrack], stages: Mapping[str, Stages]
) -> list[list[str]]:
    """Each track's quota of the year, seats of the round, seats taken and the waiting list."""
    table = []
    for track in scheme.tracks.values():
        seats = sum(row.seats for row in rows if row.round_id == round_.pk and row.track == track.code)
        year = sum(row.seats for row in rows if row.track == track.code)
        found = stages.get(track.code, NOTHING)
        figures = (track.quota.companies, year, seats, found.seated, found.waiting)
        table.append([name_of(track), *(f"{figure:,}" for figure in figures), f"{percent(found.seated, seats)}%"])
    return table


def levels(scheme: Scheme, results: Sequence[Result]) -> tuple[Chart, list[ChartRow]]:
    """The 14 Levels, lowest first, with the bonus; and the bars of the Levels before it."""
    graded = [one for one in results if one.level]
    after, before = Counter(one.level for one in graded), Counter(one.base_level for one in graded)
    ladder = [level.label for level in sorted(scheme.levels, key=lambda level: level.rank)]
    good = excellent_count(scheme, graded)
    finding = _(
        "공개된 통합 역량진단 결과 %(all)d건 가운데 %(edge)s 이상은 가점 반영 후 %(good)d개사(%(share)s %%)예요."
    ) % {
        "all": len(graded),
        "edge": f"Level {scheme.excellent_level}",
        "good": good,
        "share": percent(good, len(graded)),
    }
    table = [[label, f"{before[label]:,}", f"{after[label]:,}"] for label in reversed(ladder)]
    table.append([_("합계"), f"{len(graded):,}", f"{len(graded):,}"])
    bars: list[ChartRow] = [(label, after[label], str(after[label])) for label in ladder]
    headers = [_("등급"), _("가점 전"), _("가점 반영 후")]
    note = _("한 기업의 등급은 공개되는 값이어서 수가 적어도 가리지 않아요.")
    chart = Chart(_("등급 분포 (가점 반영 후)"), finding, bars, headers, table, note)
    return chart, [(label, before[label], str(before[label])) for label in ladder]


def excellent_count(scheme: Scheme, results: Sequence[Result]) -> int:
    """How many reached the excellent Level of the scheme."""
    edge = scheme.level(scheme.excellent_level).rank
    return sum(bool(one.level) and scheme.level(one.level).rank >= edge for one in results)


def section_shares(track: Track, results: Sequence[Result]) -> Chart:
    """The mean of the points earned in each section as a share of its points."""
    mine = [one for one in results if one.track == track.code]
    enough = len(mine) >= SMALLEST_SHOWN
    shares = {section.code: _mean_share(mine, section.code) if enough else Decimal(0) for section in track.sections}
    said = {code: f"{share}%" if enough else hidden_text() for code, share in shares.items()}
    named = [(name_of(section), section.code) for section in track.sections]
    table = [
        [name, str(track_points), said[code]] for (name, code), track_points in zip(named, _points(track), strict=True)
    ]
    finding = ", ".join(f"{name} {said[code]}" for name, code in named)
    bars: list[ChartRow] = [(name, shares[code], said[code]) for name, code in named]
    headers = [_("분야"), _("배점"), _("평균 득점률")]
    title = _("%(track)s: 분야별 평균 득점률") % {"track": name_of(track)}
    return Chart(title, finding, bars, headers, table, _("결과 %(n)s건의 평균이에요.") % {"n": len(mine)})


def by_region(scheme: Scheme, pool: Counter[tuple[str, str]], results: Sequence[Result]) -> Chart:
    """The regions as they stand today, in order of their codes."""
    names = {region.code: region.short_label for region in regions_on(clock.today())}
    note = _(
        "등록 당시의 행정구역 코드를 오늘의 %(n)d개 시도로 옮겨 셌어요. "
        "%(least)d 미만인 값과, 그 값을 알아낼 수 있게 하는 값은 가려요."
    )
    title = _("시도별 현황")
    chart = _grouped(scheme, title, _("시도"), names, pool, results, 0, lambda one: one.region)
    return _with_note(chart, note % {"n": len(names), "least": SMALLEST_SHOWN})


def by_type(scheme: Scheme, pool: Counter[tuple[str, str]], results: Sequence[Result]) -> Chart:
    """The kinds of supplier."""
    names = {kind.value: str(kind.label) for kind in SupplierType}
    title = _("공급기업 유형별 현황")
    chart = _grouped(scheme, title, _("유형"), names, pool, results, 1, lambda one: one.supplier_type)
    return _with_note(
        chart, _("%(least)d 미만인 값과, 그 값을 알아낼 수 있게 하는 값은 가려요.") % {"least": SMALLEST_SHOWN}
    )


def _grouped(
    scheme: Scheme,
    title: str,
    heading: str,
    names: Mapping[str, str],
    pool: Counter[tuple[str, str]],
    results: Sequence[Result],
    place: int,
    key: Callable[[Result], str],
) -> Chart:
    graded = [one for one in results if one.level]
    members = {code: [one for one in graded if key(one) == code] for code in names}
    secret = hidden({code: len(mine) for code, mine in members.items()})
    lines = {code: _line(scheme, mine, code in secret) for code, mine in members.items()}
    registered = Counter[str]()
    for group, count in pool.items():
        registered[group[place]] += count
    few = hidden({code: registered[code] for code in names})
    said = {code: _said(registered[code], code in few) for code in names}
    table = [[name, said[code], *lines[code]] for code, name in names.items()]
    bars: list[ChartRow] = [(name, 0 if code in few else registered[code], said[code]) for code, name in names.items()]
    edge = f"Level {scheme.excellent_level}"
    headers = [heading, _("POOL 등록"), _("결과 공개"), _("%(edge)s 이상") % {"edge": edge}, _("비율")]
    top = max(names, key=lambda code: registered[code])
    finding = _("POOL 등록 기업이 가장 많은 곳은 %(name)s(%(n)s개사)예요.") % {
        "name": names[top],
        "n": f"{registered[top]:,}",
    }
    return Chart(title, finding, bars, headers, table)


def _line(scheme: Scheme, members: Sequence[Result], secret: bool) -> list[str]:
    """Published, excellent and the share, or what hides them."""
    if secret:
        return [_said(len(members), secret), NONE, NONE]
    good = excellent_count(scheme, members)
    return [_said(len(members), secret), f"{good:,}", f"{percent(good, len(members))}%" if members else NONE]


def _said(count: int, secret: bool) -> str:
    """A count, or what stands in place of one that is hidden."""
    if secret:
        return hidden_text() if count < SMALLEST_SHOWN else masked_text()
    return f"{count:,}"


def _mean_share(results: Sequence[Result], section: str) -> Decimal:
    parts = [one.sections[section] for one in results]
    earned, possible = (sum(Fraction(part[name]) for part in parts) for name in ("points", "possible"))
    return percent(Fraction(earned), Fraction(possible))


def _points(track: Track) -> list[int]:
    return [section.points for section in track.sections]


def _with_note(chart: Chart, note: str) -> Chart:
    return Chart(chart.title, chart.finding, chart.bars, chart.headers, chart.table, note)
