"""The deadlines of companies, from what stands in the tables now: a thing that is done has no deadline."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.filing.models import Application, SupplementRequest
from applications.filing.workflow import OBJECTIONS, State
from applications.suppliers.models import PoolState, Supplier
from diagnosis.deadlines.deadline import Deadline, end_of
from diagnosis.panels.challenges import open_to_challenge
from diagnosis.panels.models import Assignment
from diagnosis.submissions.permissions import objection_ends, published_at_of

HAS_DEADLINE = (State.DRAFT, State.SUPPLEMENT, State.FEE_DUE, State.PAID, State.IN_ASSESSMENT, *OBJECTIONS)
HAS_PANEL = (State.PAID, State.IN_ASSESSMENT)


def of_companies(suppliers: "QuerySet[Supplier]", at: datetime) -> Iterator[Deadline]:
    """What companies have to do with their applications and their POOL entry; five queries at most."""
    rows = Application.objects.filter(supplier__in=suppliers, state__in=HAS_DEADLINE).select_related("round", "fee")
    by_state: dict[str, list[Application]] = {}
    for application in rows:
        by_state.setdefault(application.state, []).append(application)
    yield from (_draft(one) for one in by_state.get(State.DRAFT, ()) if _is_first_filing(one, at))
    yield from (_fee(one) for one in by_state.get(State.FEE_DUE, ()) if hasattr(one, "fee"))
    yield from _objections([one for state in OBJECTIONS for one in by_state.get(state, ())])
    yield from _supplements(by_state.get(State.SUPPLEMENT, []))
    yield from _challenges([one for state in HAS_PANEL for one in by_state.get(state, ())], at)
    for supplier in suppliers.filter(pool_state__in=(PoolState.SUPPLEMENT, PoolState.APPROVED)):
        yield from _of_entry(supplier)


def _is_first_filing(application: Application, at: datetime) -> bool:
    return application.order_number is None and application.round.closes_at > at


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


def _supplements(applications: list[Application]) -> Iterator[Deadline]:
    if not applications:
        return
    asked = SupplementRequest.objects.filter(application__in=applications, answered_at=None)
    for request in asked.select_related("application"):
        code = request.application.code
        yield Deadline(
            f"supplement:{request.pk}",
            end_of(request.due_on),
            request.asked_at,
            _("신청 %(code)s 보완해서 다시 제출"),
            reverse("submissions:detail", args=[code]) + "#supplement",
            {"code": code},
            on=request.due_on,
            supplier=request.application.supplier_id,
        )


def _fee(application: Application) -> Deadline:
    statement = application.fee
    return Deadline(
        f"fee:{application.code}",
        end_of(statement.due_on),
        statement.issued_at,
        _("신청 %(code)s 기업부담금 %(krw)s원 납부"),
        reverse("fees:statement", args=[application.code]),
        {"code": application.code, "krw": f"{statement.company_krw:,}"},
        on=statement.due_on,
        supplier=application.supplier_id,
    )


def _challenges(applications: list[Application], at: datetime) -> Iterator[Deadline]:
    """One for each case: the nearest day by which an assessor is to have finished, after which nobody is replaced."""
    if not applications:
        return
    nearest: dict[int, Assignment] = {}
    for place in open_to_challenge(applications).filter(due_on__gte=timezone.localdate(at)).order_by("-due_on", "pk"):
        nearest[place.application_id] = place
    for application in applications:
        if application.pk in nearest:
            yield _challenge(application, nearest[application.pk])


def _challenge(application: Application, place: Assignment) -> Deadline:
    assert place.due_on is not None  # the query above leaves out who has no day
    return Deadline(
        f"challenge:{application.code}",
        end_of(place.due_on),
        place.answered_at or place.invited_at,
        _("신청 %(code)s 진단위원 확인(바꿔 달라는 기피 신청은 평가를 마치기 전까지)"),
        reverse("panels:members", args=[application.code]),
        {"code": application.code},
        on=place.due_on,
        supplier=application.supplier_id,
    )


def _objections(applications: list[Application]) -> Iterator[Deadline]:
    published = published_at_of(applications) if applications else {}
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


def _of_entry(supplier: Supplier) -> Iterator[Deadline]:
    if supplier.pool_state == PoolState.SUPPLEMENT and supplier.pool_due_on:
        yield _of_profile(supplier, "pool", supplier.pool_due_on, _("공급기업 POOL 보완 제출"))
    if supplier.pool_state == PoolState.APPROVED and supplier.refresh_due_on:
        yield _of_profile(supplier, "refresh", supplier.refresh_due_on, _("공급기업 POOL 등록 내용 갱신"))


def _of_profile(supplier: Supplier, kind: str, day: date, title: Promise) -> Deadline:
    """The POOL sends the letters about these itself."""
    key, link = f"{kind}:{supplier.business_number}", reverse("suppliers:profile")
    return Deadline(
        key, end_of(day), supplier.pool_since, title, link, on=day, supplier=supplier.pk, told_elsewhere=True
    )
