"""What waits for an operator: each kind of work is one condition, used alike for the count and for the list."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, Count, Exists, Min, OuterRef, Q, QuerySet, Value
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications import clock
from applications.filing.models import Application
from applications.filing.workflow import State
from diagnosis.answers.models import Absence, Answer
from diagnosis.cases.permissions import DECIDING_STATES
from diagnosis.ktrs.models import KtrsResult
from diagnosis.panels.models import Assignment, AssignmentState, Interest, Reconciliation
from diagnosis.panels.queries import FREE, ON_PANEL
from grading.load import load_scheme, scheme_codes

Cases = QuerySet[Application]


@dataclass(frozen=True)
class Kind:
    """One kind of work: its code in addresses, its name, and which cases need it.

    `state` is set where standing in a state is the whole condition, so that all such kinds are counted at once.
    """

    code: str
    label: str | Promise
    narrow: Callable[[Cases], Cases]
    state: State | None = None


@dataclass(frozen=True)
class Pile:
    """How many cases need one kind of work and since when the oldest waits."""

    kind: Kind
    count: int
    oldest: datetime | None


def _overdue(cases: Cases) -> Cases:
    return cases.filter(state=State.FEE_DUE, fee__due_on__lt=clock.today())


def _without_panel(cases: Cases) -> Cases:
    asked = Count("assignments", filter=Q(assignments__state__in=ON_PANEL))
    return _panel_smaller(cases.filter(state=State.PAID).annotate(asked=asked), "asked")


def _ready_to_start(cases: Cases) -> Cases:
    ready = Count(
        "assignments",
        filter=Q(assignments__state=AssignmentState.ACCEPTED, assignments__interest__in=FREE),
    )
    counted = cases.filter(state=State.PAID).annotate(ready=ready)
    few = _panel_smaller(counted, "ready").values("pk")
    return counted.exclude(pk__in=few).exclude(_doubt()).exclude(_claim())


def _claimed(cases: Cases) -> Cases:
    return cases.filter(_claim(), state__in=DECIDING_STATES)


def _in_doubt(cases: Cases) -> Cases:
    return cases.filter(_doubt(), state__in=(State.PAID, State.IN_ASSESSMENT))


def _late(cases: Cases) -> Cases:
    late = Assignment.objects.filter(
        application=OuterRef("pk"),
        state=AssignmentState.ACCEPTED,
        due_on__lt=clock.today(),
        sheet__closed_at=None,
    )
    return cases.filter(Exists(late), state=State.IN_ASSESSMENT)


def _without_letters(cases: Cases) -> Cases:
    waiting = cases.filter(_marked_by_ktrs(), state__in=(State.PAID, State.IN_ASSESSMENT, State.ASSESSED))
    return waiting.exclude(_has_letters())


def _ready_to_score(cases: Cases) -> Cases:
    return cases.filter(~_marked_by_ktrs() | _has_letters(), state=State.ASSESSED)


def _held(cases: Cases) -> Cases:
    """Cases that stay open until assessors have looked again, or one more has marked."""
    waiting = Reconciliation.objects.filter(application=OuterRef("pk"), closed_at=None)
    return cases.filter(Exists(waiting), state=State.IN_ASSESSMENT)


def _in_state(code: str, label: str | Promise, state: State) -> Kind:
    return Kind(code, label, lambda cases: cases.filter(state=state), state)


KINDS: tuple[Kind, ...] = (
    _in_state("check", _("서류를 확인할 신청"), State.SUBMITTED),
    Kind("claim", _("«해당 없음»을 판단할 신청"), _claimed),
    _in_state("fee", _("납부를 확인할 신청"), State.FEE_DUE),
    Kind("overdue", _("납부 기한이 지난 신청"), _overdue),
    Kind("panel", _("진단위원을 배정할 신청"), _without_panel),
    Kind("doubt", _("이해관계를 판단할 신청"), _in_doubt),
    Kind("start", _("진단을 시작할 신청"), _ready_to_start),
    Kind("late", _("평가 기한이 지난 신청"), _late),
    Kind("reconcile", _("평점을 조정하는 신청"), _held),
    Kind("ktrs", _("KTRS-FM 결과를 입력할 신청"), _without_letters),
    Kind("score", _("채점할 수 있는 신청"), _ready_to_score),
    _in_state("objection", _("이의신청을 처리할 신청"), State.OBJECTED),
)
BY_CODE: dict[str, Kind] = {kind.code: kind for kind in KINDS}


def piles_of(cases: Cases) -> list[Pile]:
    """Every kind of work with its count and oldest, in two queries."""
    grouped = cases.order_by().values_list("state").annotate(count=Count("pk"), oldest=Min("state_since"))
    found = {state: (count, oldest) for state, count, oldest in grouped}
    first, *others = [_counted(kind, cases) for kind in KINDS if not kind.state]
    found |= {code: (count, oldest) for code, count, oldest in first.union(*others, all=True)}
    return [Pile(kind, *found.get(kind.state or kind.code, (0, None))) for kind in KINDS]


def _counted(kind: Kind, cases: Cases) -> QuerySet[Application, tuple[str, int, datetime | None]]:
    """One row of a kind that is no state: its code, how many and since when."""
    chosen = Application.objects.filter(pk__in=kind.narrow(cases.order_by()).values("pk")).order_by()
    named = chosen.annotate(kind=Value(kind.code, output_field=CharField())).values("kind")
    return named.annotate(count=Count("pk"), oldest=Min("state_since")).values_list("kind", "count", "oldest")


def _panel_smaller(cases: Cases, column: str) -> Cases:
    """Cases whose counted members are fewer than their own scheme's minimum."""
    small = Q(pk__in=[])
    for code in scheme_codes():
        small |= Q(**{"scheme_code": code, f"{column}__lt": load_scheme(code).panel.min_size})
    return cases.filter(small)


def _marked_by_ktrs() -> Q:
    """Cases whose track has items that KIBO's letters decide."""
    found = Q(pk__in=[])
    for code in scheme_codes():
        tracks = [track.code for track in load_scheme(code).tracks.values() if track.ktrs_items]
        found |= Q(scheme_code=code, track__in=tracks)
    return found


def _has_letters() -> Q:
    return Q(Exists(KtrsResult.objects.filter(application=OuterRef("pk"))))


def _claim() -> Q:
    """A claim that an item does not apply on which nothing is decided."""
    decided = Absence.objects.filter(application=OuterRef("application"), item_code=OuterRef("item_code"))
    claims = Answer.objects.filter(application=OuterRef("pk"), applies=False)
    return Q(Exists(claims.exclude(Exists(decided))))


def _doubt() -> Q:
    unsure = Assignment.objects.filter(
        application=OuterRef("pk"), state=AssignmentState.ACCEPTED, interest=Interest.UNSURE
    )
    return Q(Exists(unsure))
