"""Who could sit on a panel and why: a proposal that a person confirms."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from applications import clock
from applications.filing.models import Application
from applications.filing.workflow import State
from diagnosis.panels.models import Assessor, Assignment, AssignmentState, Interest, ReconcileAction
from diagnosis.panels.queries import ON_PANEL
from grading.load import load_scheme

BUSY_STATES = (State.PAID, State.IN_ASSESSMENT)
DAYS_IN_A_YEAR = 365


@dataclass(frozen=True)
class Candidate:
    """An assessor seen from one case; `bar` is the sentence that keeps him off the panel, empty for none."""

    assessor: Assessor
    fits: bool
    near: bool
    load: int
    bar: str
    proposed: bool = False

    @property
    def reasons(self) -> list[str]:
        """Why the candidate stands where it stands, in words."""
        field = self.assessor.get_expertise_display()
        fit = _("전문 분야 일치(%(field)s)") if self.fits else _("전문 분야 다름(%(field)s)")
        near = _("활동 지역 일치") if self.near else _("활동 지역 다름")
        return [fit % {"field": field}, _("진행 중 %(load)s건") % {"load": self.load}, near]


def candidates(application: Application) -> list[Candidate]:
    """The whole pool, best first: free before barred, fitting before others, then the least loaded, then the near."""
    found = [_candidate(application, one, bar) for one, bar in _with_bars(application)]
    return sorted(found, key=_rank)


def proposal(application: Application) -> list[Candidate]:
    """The pool as `candidates`, with as many proposed as the panel lacks to the scheme's usual size."""
    size = load_scheme(application.scheme_code).panel.default_size
    lacking = max(_called_for(application), size - application.assignments.filter(state__in=ON_PANEL).count())
    pool = candidates(application)
    free = [one for one in pool if not one.bar][:lacking]
    return [_proposed(one) if one in free else one for one in pool]


def _called_for(application: Application) -> int:
    """One where sheets too far apart call for another assessor who has not been asked yet, else none."""
    waiting = application.reconciliations.filter(closed_at=None, action=ReconcileAction.THIRD_ASSESSOR).first()
    asked = application.assignments.filter(state__in=ON_PANEL).count()
    return int(waiting is not None and asked <= waiting.sheets)


def barred(application: Application, assessor: Assessor) -> str:
    """The sentence that keeps an assessor off this panel, or an empty string."""
    found = dict(_with_bars(application, Assessor.objects.filter(pk=assessor.pk)))
    return found.get(assessor, _("배정 대상에서 제외되었거나 계정 사용이 중지된 위원입니다."))


def _with_bars(application: Application, pool: QuerySet[Assessor] | None = None) -> list[tuple[Assessor, str]]:
    years = load_scheme(application.scheme_code).panel.conflict_years
    declared, involved, declined = _nearness(application, years)
    replaced = set(application.assignments.filter(state=AssignmentState.REPLACED).values_list("assessor_id", flat=True))
    number = application.supplier.business_number
    rows = _with_load(Assessor.objects.all() if pool is None else pool)
    found = []
    for one in rows.filter(is_enlisted=True, user__is_active=True).select_related("user"):
        bar = _bar(one, number, declared, involved, declined, years)
        found.append(
            (one, _("이 건을 먼저 진단한 위원입니다. 재진단은 다른 위원이 맡습니다.") if one.pk in replaced else bar)
        )
    return found


def _bar(one: Assessor, number: str, declared: set[int], involved: set[int], declined: set[int], years: int) -> str:
    if one.affiliation_number and one.affiliation_number == number:
        return _("소속이 신청 기업과 같습니다(사업자등록번호 일치).")
    if one.pk in declined:
        return _("이 건의 위촉을 거절했습니다.")
    if one.pk in declared:
        return _("최근 %(years)s년 안에 이 기업과 이해관계가 있다고 신고했습니다.") % {"years": years}
    if one.pk in involved:
        return _("최근 %(years)s년 안에 다른 회차에서 이 기업의 진단에 참여했습니다.") % {"years": years}
    return ""


def _nearness(application: Application, years: int) -> tuple[set[int], set[int], set[int]]:
    """Ids of those who declared an interest in the supplier, assessed it in another round, declined this case."""
    since = clock.now() - timedelta(days=DAYS_IN_A_YEAR * years)
    places = Assignment.objects.filter(application__supplier_id=application.supplier_id)
    declared, involved, declined = set(), set(), set()
    for place in places.select_related("application").order_by():
        if place.application_id == application.pk and place.state == AssignmentState.DECLINED:
            declined.add(place.assessor_id)
        if place.invited_at < since:
            continue
        if place.interest == Interest.CONFLICT:
            declared.add(place.assessor_id)
        if place.state == AssignmentState.ACCEPTED and place.application.round_id != application.round_id:
            involved.add(place.assessor_id)
    return declared, involved, declined


def _with_load(pool: QuerySet[Assessor]) -> QuerySet[Assessor]:
    busy = Q(assignments__state__in=ON_PANEL, assignments__application__state__in=BUSY_STATES)
    return pool.annotate(load=Count("assignments", filter=busy))


def _candidate(application: Application, one: Assessor, bar: str) -> Candidate:
    supplier = application.supplier
    return Candidate(
        assessor=one,
        fits=one.expertise == supplier.technology_field,
        near=bool(one.region_code) and one.region_code == supplier.region_code,
        load=getattr(one, "load", 0),
        bar=bar,
    )


def _rank(one: Candidate) -> tuple[bool, bool, int, bool, str, int]:
    return (bool(one.bar), not one.fits, one.load, not one.near, one.assessor.user.name, one.assessor.pk)


def _proposed(one: Candidate) -> Candidate:
    return Candidate(one.assessor, one.fits, one.near, one.load, one.bar, proposed=True)
