"""Who would cross a Level if the lines were drawn otherwise: counted for the whole cohort and for its groups."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from applications import clock
from applications.suppliers.models import CompanySize, SupplierType
from applications.suppliers.regions import regions_on
from diagnosis.scoring.cohort import Published
from diagnosis.scoring.trying import NO_TRIMMING, Wish, change_of
from grading.cohort import Crossings, tried
from grading.values import Scheme
from portal.dashboards.figures import NONE, Chart, ChartRow, percent
from portal.dashboards.suppression import SMALLEST_SHOWN, hidden, hidden_text, masked_text
from portal.line_drawing.forms import MODES

SIDES = ("all", "up", "down", "before", "after")
"""How many there are, rise, fall, and are excellent before and after."""


@dataclass(frozen=True)
class Findings:
    """What a change would do to a cohort; `applied` lists what was moved, as label, present and tried value."""

    count: int
    up: int
    down: int
    unfit: int
    excellent: str
    excellent_before: int
    excellent_after: int
    levels_before: Chart
    levels_after: Chart
    groups: list[Chart]
    applied: list[tuple[str, str, str]]

    @property
    def same(self) -> int:
        return self.count - self.up - self.down


def findings(published: Published, wish: Wish) -> Findings:
    """The cohort under a change. Raises ChangeRefused where the change does not hold together."""
    scheme = published.cohort.scheme
    crossings = tried(published.cohort, change_of(scheme, wish))
    return findings_of(crossings, published.unfit, _applied(scheme, crossings.scheme, wish))


def findings_of(crossings: Crossings, unfit: int, applied: list[tuple[str, str, str]]) -> Findings:
    """What the crossings of a cohort come to, counted for everybody and for groups."""
    cohort, edge = crossings.cohort, crossings.cohort.scheme.level(crossings.cohort.scheme.excellent_level).rank
    before, after = _levels(crossings)
    return Findings(
        count=len(cohort),
        up=len(crossings.up),
        down=len(crossings.down),
        unfit=unfit,
        excellent=f"Level {cohort.scheme.excellent_level}",
        excellent_before=int((cohort.rank >= edge).sum()),
        excellent_after=int((crossings.rank >= edge).sum()),
        levels_before=before,
        levels_after=after,
        groups=_groups(crossings),
        applied=applied,
    )


def _levels(crossings: Crossings) -> tuple[Chart, Chart]:
    """The Levels now and tried; both pictures stand over the same table."""
    levels = crossings.cohort.scheme.levels
    before, after = crossings.counts
    came, left = Counter[str](), Counter[str]()
    for (start, end), count in crossings.by_level.items():
        left[start] += count
        came[end] += count
    table = [[one.label, *(f"{count[one.label]:,}" for count in (before, after, came, left))] for one in levels]
    headers = [_("등급"), _("현행"), _("모의"), _("들어옴"), _("나감")]
    charts = []
    for title, counts in ((_("현행 등급 분포"), before), (_("모의 등급 분포"), after)):
        bars: list[ChartRow] = [(one.label, counts[one.label], f"{counts[one.label]:,}") for one in reversed(levels)]
        top = max(levels, key=lambda one: counts[one.label])
        finding = _("가장 많은 등급은 Level %(level)s(%(n)s개사)예요.") % {
            "level": top.label,
            "n": f"{counts[top.label]:,}",
        }
        charts.append(Chart(title, finding, bars, headers, table))
    return charts[0], charts[1]


def _groups(crossings: Crossings) -> list[Chart]:
    regions = {region.code: region.short_label for region in regions_on(clock.today())}
    kinds: list[tuple[str, str, dict[str, str]]] = [
        ("region", _("시도"), regions),
        ("supplier_type", _("공급기업 유형"), {one.value: str(one.label) for one in SupplierType}),
        ("company_size", _("기업 규모"), {one.value: str(one.label) for one in CompanySize}),
    ]
    good = f"Level {crossings.cohort.scheme.excellent_level}"
    return [_group(heading, names, crossings.by_label(kind), good) for kind, heading, names in kinds]


def _group(heading: str, names: Mapping[str, str], found: Mapping[str, Mapping[str, int]], good: str) -> Chart:
    members = {code: found.get(code, dict.fromkeys(SIDES, 0)) for code in names}
    secret = hidden({code: mine["all"] for code, mine in members.items()})
    table = [[name, *_line(members[code], code in secret)] for code, name in names.items()]
    headers = [heading, _("결과"), _("오름"), _("내림"), _("%(edge)s 이상, 현행") % {"edge": good}, _("모의")]
    note = _("%(least)d 미만인 값과, 그 값을 알아낼 수 있게 하는 값은 가려요.") % {"least": SMALLEST_SHOWN}
    return Chart(_("%(group)s별로 등급이 바뀌는 기업") % {"group": heading}, "", [], headers, table, note)


def _line(members: Mapping[str, int], secret: bool) -> list[str]:
    if secret:
        return [hidden_text() if members["all"] < SMALLEST_SHOWN else masked_text(), *[NONE] * 4]
    return [f"{members[side]:,}" for side in SIDES]


def _applied(scheme: Scheme, changed: Scheme, wish: Wish) -> list[tuple[str, str, str]]:
    """What was moved, read from the two schemes that were compared."""
    rows = [
        (_("Level %(level)s 경계") % {"level": label}, f"{scheme.level(label).score_min}", f"{edge}")
        for label, edge in wish.edges.items()
    ]
    tracks = (scheme.tracks[scheme.level_track], changed.tracks[scheme.level_track])
    rows += [
        (_("%(code)s. %(name)s 배점") % {"code": old.code, "name": old.name}, str(old.points), str(new.points))
        for old, new in zip(tracks[0].sections, tracks[1].sections, strict=True)
        if old.points != new.points
    ]
    if wish.ktrs_percent is not None:
        shares = [f"{percent(sum(i.points for i in one.ktrs_items), one.total_points)} %" for one in tracks]
        rows.append((_("KTRS-FM 비중"), shares[0], shares[1]))
    if wish.trim_from is not None:
        rows.append((_("최고·최저 제외"), _trim_text(scheme.panel.trim_from), _trim_text(wish.trim_from)))
    if wish.bonus_mode is not None and scheme.ai_bonus:
        rows.append((_("제조AI 가점"), str(MODES[scheme.ai_bonus.mode]), str(MODES[wish.bonus_mode])))
    return rows


def _trim_text(trim_from: int) -> str:
    return _("없음") if trim_from == NO_TRIMMING else _("%(n)d장 이상") % {"n": trim_from}
