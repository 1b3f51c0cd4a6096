"""Who would cross a Level if the lines were drawn otherwise: counted for the whole cohort and for its groups."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from applications import clock
from applications.suppliers.models import CompanySize, SupplierType
from applications.suppliers.regions import regions_on
from diagnosis.scoring.cohort import Cohort, ranks_under
from diagnosis.scoring.trying import NO_TRIMMING, Wish, tried
from grading.load import load_scheme
from grading.values import Scheme
from portal.dashboards.figures import NONE, Chart, ChartRow, percent
from portal.dashboards.suppression import SMALLEST_SHOWN, hidden, hidden_text, masked_text
from portal.line_drawing.forms import MODES

Pairs = Sequence[tuple[int, int]]
"""The rank of the Level before and after, of every result."""


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


def findings(cohort: Cohort, wish: Wish) -> Findings:
    """The cohort under a change. Raises ChangeRefused where the change does not hold together."""
    scheme = load_scheme(cohort.scheme_code)
    changed = tried(scheme, wish)
    return findings_under(cohort, changed, _applied(scheme, changed, wish))


def findings_under(cohort: Cohort, changed: Scheme, applied: list[tuple[str, str, str]]) -> Findings:
    """The cohort under another scheme with the same items and Levels."""
    scheme = load_scheme(cohort.scheme_code)
    pairs = list(zip(cohort.ranks, ranks_under(cohort, changed), strict=True))
    edge = scheme.level(scheme.excellent_level).rank
    before, after = _levels(scheme, pairs)
    return Findings(
        count=len(pairs),
        up=sum(now > then for then, now in pairs),
        down=sum(now < then for then, now in pairs),
        unfit=cohort.unfit,
        excellent=f"Level {scheme.excellent_level}",
        excellent_before=sum(then >= edge for then, _now in pairs),
        excellent_after=sum(now >= edge for _then, now in pairs),
        levels_before=before,
        levels_after=after,
        groups=_groups(scheme, cohort, pairs, edge),
        applied=applied,
    )


def _levels(scheme: Scheme, pairs: Pairs) -> tuple[Chart, Chart]:
    """The 14 Levels now and tried; both pictures stand over the same table."""
    before, after = Counter(then for then, _now in pairs), Counter(now for _then, now in pairs)
    came = Counter(now for then, now in pairs if now != then)
    left = Counter(then for then, now in pairs if now != then)
    table = [[one.label, *(f"{count[one.rank]:,}" for count in (before, after, came, left))] for one in scheme.levels]
    headers = [_("등급"), _("현행"), _("모의"), _("들어옴"), _("나감")]
    charts = []
    for title, counts in ((_("현행 등급 분포"), before), (_("모의 등급 분포"), after)):
        bars: list[ChartRow] = [
            (one.label, counts[one.rank], f"{counts[one.rank]:,}") for one in reversed(scheme.levels)
        ]
        top = max(scheme.levels, key=lambda one: counts[one.rank])
        finding = _("가장 많은 등급은 Level %(level)s(%(n)s개사)예요.") % {
            "level": top.label,
            "n": f"{counts[top.rank]:,}",
        }
        charts.append(Chart(title, finding, bars, headers, table))
    return charts[0], charts[1]


def _groups(scheme: Scheme, cohort: Cohort, pairs: Pairs, edge: int) -> list[Chart]:
    regions = {region.code: region.short_label for region in regions_on(clock.today())}
    kinds: list[tuple[str, str, dict[str, str]]] = [
        ("region", _("시도"), regions),
        ("supplier_type", _("공급기업 유형"), {one.value: str(one.label) for one in SupplierType}),
        ("company_size", _("기업 규모"), {one.value: str(one.label) for one in CompanySize}),
    ]
    return [_group(heading, names, cohort.labels[kind], pairs, scheme, edge) for kind, heading, names in kinds]


def _group(
    heading: str, names: Mapping[str, str], labels: Sequence[str], pairs: Pairs, scheme: Scheme, edge: int
) -> Chart:
    members: dict[str, list[tuple[int, int]]] = {code: [] for code in names}
    for label, pair in zip(labels, pairs, strict=True):
        members[label].append(pair)
    secret = hidden({code: len(mine) for code, mine in members.items()})
    table = [[name, *_line(members[code], code in secret, edge)] for code, name in names.items()]
    good = f"Level {scheme.excellent_level}"
    headers = [heading, _("결과"), _("오름"), _("내림"), _("%(edge)s 이상, 현행") % {"edge": good}, _("모의")]
    note = _("%(least)d 미만인 값과, 그 값을 알아낼 수 있게 하는 값은 가려요.") % {"least": SMALLEST_SHOWN}
    return Chart(_("%(group)s별로 등급이 바뀌는 기업") % {"group": heading}, "", [], headers, table, note)


def _line(members: Pairs, secret: bool, edge: int) -> list[str]:
    count = len(members)
    if secret:
        return [hidden_text() if count < SMALLEST_SHOWN else masked_text(), *[NONE] * 4]
    figures = (
        count,
        sum(now > then for then, now in members),
        sum(now < then for then, now in members),
        sum(then >= edge for then, _now in members),
        sum(now >= edge for _then, now in members),
    )
    return [f"{figure:,}" for figure in figures]


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
