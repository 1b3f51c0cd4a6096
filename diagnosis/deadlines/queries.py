"""What has to be done by when, from what stands in the tables now: a thing that is done has no deadline."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.fees.models import FeeStatement
from applications.filing.models import Application
from applications.filing.workflow import OBJECTIONS, State
from applications.people.models import User
from applications.roles import Role
from applications.suppliers.models import PoolState, Supplier
from diagnosis.panels.models import Assignment, AssignmentState
from diagnosis.submissions.permissions import objection_ends, published_at_of


@dataclass(frozen=True)
class Deadline:
    """One thing to do; `key` names it whatever its day, `ends` is the first instant that is too late.

    `begins` is when it came up; supplier or person says whose it is.
    """

    key: str
    ends: datetime
    begins: datetime
    title: str | Promise
    link: str
    facts: Mapping[str, str] = field(default_factory=dict)
    on: date | None = None
    supplier: int | None = None
    person: int | None = None
    told_by_pool: bool = False

    @property
    def said(self) -> str:
        """The title in the language of who reads."""
        return str(self.title) % self.facts


def deadlines_for(user: User, at: datetime) -> list[Deadline]:
    """What the person, or the person's company, has to do from now on, the nearest first."""
    if user.role == Role.SUPPLIER:
        own = Supplier.objects.filter(members__user=user)
        found = _of_companies(own, at)
    elif user.role == Role.ASSESSOR:
        found = _of_assessors(Assignment.objects.filter(assessor__user=user))
    else:
        found = iter(())
    return sorted((one for one in found if one.ends > at), key=lambda one: one.ends)


def deadlines_before(end: datetime, at: datetime) -> list[Deadline]:
    """Everybody's deadlines from now until an instant, but for those whose reminders the POOL sends itself."""
    everything = [*_of_companies(Supplier.objects.all(), at), *_of_assessors(Assignment.objects.all())]
    return [one for one in everything if not one.told_by_pool and at < one.ends <= end]


def _of_companies(suppliers: "QuerySet[Supplier]", at: datetime) -> Iterator[Deadline]:
    applications = Application.objects.filter(supplier__in=suppliers).select_related("round")
    yield from map(_draft, applications.filter(state=State.DRAFT, order_number=None, round__closes_at__gt=at))
    unpaid = FeeStatement.objects.filter(application__supplier__in=suppliers, application__state=State.FEE_DUE)
    yield from map(_fee, unpaid.select_related("application"))
    yield from _objections(list(applications.filter(state__in=OBJECTIONS)))
    yield from map(_pool, suppliers.filter(pool_state=PoolState.SUPPLEMENT, pool_due_on__isnull=False))
    yield from map(_refresh, suppliers.filter(pool_state=PoolState.APPROVED, refresh_due_on__isnull=False))


def _of_assessors(places: "QuerySet[Assignment]") -> Iterator[Deadline]:
    due = places.filter(due_on__isnull=False).select_related("application", "assessor")
    yield from map(_answer, due.filter(state=AssignmentState.INVITED))
    marking = due.filter(
        state=AssignmentState.ACCEPTED, application__state=State.IN_ASSESSMENT, sheet__closed_at=None
    ).exclude(sheet=None)
    yield from map(_sheet, marking)


def _draft(application: Application) -> Deadline:
    return Deadline(
        f"draft:{application.code}",
        application.round.closes_at,
        application.created_at,
        _("%(round)s 접수 마감: 작성 중인 신청 %(code)s 제출"),
        reverse("submissions:detail", args=[application.code]),
        {"round": application.round.name, "code": application.code},
        supplier=application.supplier_id,
    )


def _fee(statement: FeeStatement) -> Deadline:
    application = statement.application
    return Deadline(
        f"fee:{application.code}",
        _end_of(statement.due_on),
        statement.issued_at,
        _("신청 %(code)s 기업부담금 %(krw)s원 납부"),
        reverse("fees:statement", args=[application.code]),
        {"code": application.code, "krw": f"{statement.company_krw:,}"},
        on=statement.due_on,
        supplier=application.supplier_id,
    )


def _objections(applications: list[Application]) -> Iterator[Deadline]:
    published = published_at_of(applications)
    for application in applications:
        ends = objection_ends(application, published[application.pk])
        yield Deadline(
            f"objection:{application.code}",
            ends,
            published[application.pk],
            _("신청 %(code)s 결과에 대한 이의신청 기간 끝"),
            reverse("results:detail", args=[application.code]),
            {"code": application.code},
            on=timezone.localdate(ends) - timedelta(days=1),
            supplier=application.supplier_id,
        )


def _pool(supplier: Supplier) -> Deadline:
    return _of_profile(supplier, "pool", supplier.pool_due_on, _("공급기업 POOL 보완 제출"))


def _refresh(supplier: Supplier) -> Deadline:
    return _of_profile(supplier, "refresh", supplier.refresh_due_on, _("공급기업 POOL 등록 내용 갱신"))


def _of_profile(supplier: Supplier, kind: str, day: date | None, title: Promise) -> Deadline:
    assert day is not None  # the querysets above leave out who has no day
    key, link = f"{kind}:{supplier.business_number}", reverse("suppliers:profile")
    ends, since = _end_of(day), supplier.pool_since
    return Deadline(key, ends, since, title, link, on=day, supplier=supplier.pk, told_by_pool=True)


def _answer(place: Assignment) -> Deadline:
    link = reverse("panels:declare", args=[place.application.code])
    return _of_panel(place, "answer", _("진단 건 %(code)s 위촉 요청에 답하고 서약"), link)


def _sheet(place: Assignment) -> Deadline:
    link = reverse("panels:sheet", args=[place.application.code])
    return _of_panel(place, "marking", _("진단 건 %(code)s 평가표 작성"), link)


def _of_panel(place: Assignment, kind: str, title: Promise, link: str) -> Deadline:
    assert place.due_on is not None  # the querysets above leave out who has no day
    return Deadline(
        f"{kind}:{place.pk}",
        _end_of(place.due_on),
        place.invited_at,
        title,
        link,
        {"code": place.application.code},
        on=place.due_on,
        person=place.assessor.user_id,
    )


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
