"""The public figures as tables that say of each column what it means; the page, the CSV and the JSON show the same."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from applications import clock
from applications.filing.models import Application
from applications.rounds.wording import in_language, named
from applications.suppliers.models import SupplierType
from applications.suppliers.regions import regions_on
from grading.load import load_scheme
from grading.programme import programme_series
from portal.dashboards.figures import NOTHING
from portal.dashboards.queries import pool_counts, stages_of
from portal.dashboards.suppression import SMALLEST_SHOWN, hidden
from portal.statistics import queries
from portal.statistics.queries import Group

Cell = int | str | None
SMALL, WITHHELD = "small", "withheld"
STATUS = "status"


@dataclass(frozen=True)
class Column:
    """A column: the name machines read, and what it is called and means for people."""

    name: str
    label: str
    meaning: str = ""


@dataclass(frozen=True)
class Dataset:
    """One table of open data; a cell is None where the row's status says that its figures are kept back."""

    code: str
    title: str
    definition: str
    columns: list[Column]
    rows: list[tuple[Cell, ...]]

    @property
    def years(self) -> set[int]:
        """The years that it holds; empty where it does not go by year."""
        return {row[0] for row in self.rows if isinstance(row[0], int)} if self.columns[0].name == "year" else set()


def datasets() -> list[Dataset]:
    """Every table, in the order of the page; three queries."""
    groups = queries.result_groups()
    return [_programme(), _register(), _stages(), _levels(groups), _regions(groups), _kinds(groups)]


def _programme() -> Dataset:
    columns = [
        Column("series", _("계열")),
        Column("period", _("시점")),
        Column("value", _("값 (개사)")),
        Column("definition", _("정의")),
        Column("breaks", _("기준이 바뀜"), _("1이면 바로 앞 시점과 집계 기준이 달라 이어서 견줄 수 없음")),
        Column("source", _("출처")),
    ]
    rows: list[tuple[Cell, ...]] = []
    for one in programme_series().values():
        meaning = in_language(one.definition, one.definition_en)
        rows += [
            (named(one), point.period, point.value, meaning, int(point.break_before), point.origin.title)
            for point in one.points
        ]
    text = _("정부가 발표한 사업 전체의 수예요. 이 포털이 센 값이 아니라 출처에 적힌 값을 그대로 옮겼어요.")
    return Dataset("programme", _("사업 전체의 연도별 현황"), text, columns, rows)


def _register() -> Dataset:
    pool = Counter[str]()
    for (region, _kind), count in pool_counts().items():
        pool[region] += count
    names = _region_names()
    columns = [Column("region", _("시도 코드")), Column("name", _("시도")), *_counted(("suppliers", _("등록 기업")))]
    text = _("오늘 POOL 등록이 승인되어 있는 공급기업을 오늘의 행정구역으로 센 수예요.")
    rows = _kept_back({(code, name): (pool[code],) for code, name in names.items()})
    return Dataset("register", _("POOL 등록 기업"), text, columns, rows)


def _stages() -> Dataset:
    found, rows = stages_of(Application.objects.all()), list[tuple[Cell, ...]]()
    for round_ in queries.rounds():
        for track in load_scheme(round_.scheme_code).tracks.values():
            one = found.get((round_.code, track.code), NOTHING)
            counts = (one.applied, one.eligible, one.seated, one.assessed, one.published)
            rows.append((round_.year, round_.code, track.code, named(track), *counts))
    columns = [
        Column("year", _("연도")),
        Column("round", _("회차")),
        Column("track", _("트랙 코드")),
        Column("name", _("트랙")),
        Column("applied", _("접수"), _("제출된 신청. 나중에 철회한 신청도 셈")),
        Column("eligible", _("요건 적합"), _("서류 요건을 갖췄다고 판정된 신청")),
        Column("seated", _("선정"), _("자리를 받은 신청")),
        Column("assessed", _("진단 완료"), _("진단위원의 평가가 끝난 신청")),
        Column("published", _("공개된 결과"), _("결과가 공개된 신청. 나중에 취소된 결과도 셈")),
    ]
    text = _("신청 한 건이 도달한 단계마다 한 번씩 세어요. 한 기업이 두 트랙에 신청하면 두 건이에요.")
    return Dataset("stages", _("신청과 결과"), text, columns, rows)


def _levels(groups: Iterable[Group]) -> Dataset:
    after, before = Counter[tuple[int, str, str]](), Counter[tuple[int, str, str]]()
    for one in groups:
        if one.level:
            after[one.year, one.scheme, one.level] += one.count
            before[one.year, one.scheme, one.base_level] += one.count
    rows: list[tuple[Cell, ...]] = []
    for year, code in sorted({place[:2] for place in after}):
        ladder = sorted(load_scheme(code).levels, key=lambda level: -level.rank)
        rows += [
            (year, code, level.label, before[year, code, level.label], after[year, code, level.label])
            for level in ladder
        ]
    columns = [
        Column("year", _("연도")),
        Column("scheme", _("진단 체계")),
        Column("level", _("등급")),
        Column("before_bonus", _("가점 전"), _("제조AI 가점을 더하기 전의 등급이 이것인 결과")),
        Column("after_bonus", _("가점 반영 후"), _("확정된 등급이 이것인 결과")),
    ]
    text = _(
        "공개되어 있는 통합 역량진단 결과의 등급이에요. 취소된 결과는 세지 않아요. "
        "등급은 기업마다 공개되는 값이어서 가리지 않아요."
    )
    return Dataset("levels", _("등급 분포"), text, columns, rows)


def _regions(groups: list[Group]) -> Dataset:
    first = [Column("region", _("시도 코드")), Column("name", _("시도"))]
    text = _(
        "통합 역량진단에서 공개된 결과를 기업의 시도로 나눈 수예요. 등록 당시의 시도를 오늘의 행정구역으로 옮겨 세어요."
    )
    return _grouped("regions", _("시도별 결과"), text, first, groups, _region_names(), lambda one: one.region)


def _kinds(groups: list[Group]) -> Dataset:
    first = [Column("kind", _("유형 코드")), Column("name", _("유형"))]
    names = {kind.value: str(kind.label) for kind in SupplierType}
    text = _("통합 역량진단에서 공개된 결과를 공급기업 유형으로 나눈 수예요.")
    return _grouped("kinds", _("공급기업 유형별 결과"), text, first, groups, names, lambda one: one.kind)


def _grouped(
    code: str,
    title: str,
    text: str,
    first: list[Column],
    groups: list[Group],
    names: Mapping[str, str],
    key: Callable[[Group], str],
) -> Dataset:
    rows: list[tuple[Cell, ...]] = []
    for year in sorted({one.year for one in groups if one.level}):
        graded, excellent = Counter[str](), Counter[str]()
        for one in groups:
            if one.level and one.year == year:
                graded[key(one)] += one.count
                excellent[key(one)] += one.count * _is_excellent(one)
        counts = {(place, name): (graded[place], excellent[place]) for place, name in names.items()}
        rows += [(year, *row) for row in _kept_back(counts)]
    figures = (("published", _("공개된 결과")), ("excellent", _("우수 등급 이상")))
    return Dataset(code, title, text, [Column("year", _("연도")), *first, *_counted(*figures)], rows)


def _is_excellent(one: Group) -> bool:
    scheme = load_scheme(one.scheme)
    return scheme.level(one.level).rank >= scheme.level(scheme.excellent_level).rank


def _kept_back(counts: Mapping[tuple[str, str], tuple[int, ...]]) -> list[tuple[Cell, ...]]:
    """Rows of code, name, figures and status; the figures of groups that would give a company away are kept back."""
    secret = hidden({code: figures[0] for (code, _name), figures in counts.items()})
    rows: list[tuple[Cell, ...]] = []
    for (code, name), figures in counts.items():
        if code in secret:
            status = SMALL if figures[0] < SMALLEST_SHOWN else WITHHELD
            rows.append((code, name, *[None] * len(figures), status))
        else:
            rows.append((code, name, *figures, ""))
    return rows


def _counted(*figures: tuple[str, str]) -> list[Column]:
    meaning = _("small이면 %(least)d 미만이라, withheld이면 그 값을 알아낼 수 있게 해서 비워 둠")
    meaning %= {"least": SMALLEST_SHOWN}
    return [*(Column(name, label) for name, label in figures), Column(STATUS, _("비공개 사유"), meaning)]


def _region_names() -> dict[str, str]:
    return {region.code: region.short_label for region in regions_on(clock.today())}
