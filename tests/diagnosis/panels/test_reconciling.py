"""Sheets too far apart: assessors look again, then one more is called, and only then the assessment ends."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from applications.audit.models import Event
from applications.filing.workflow import State
from applications.notices.models import Notice
from applications.roles import Role
from diagnosis.cases.permissions import has_all_sheets
from diagnosis.panels.marking import close_sheet
from diagnosis.panels.models import Mark, MarkSheet, Reconciliation, Reconsidered
from diagnosis.panels.proposal import proposal
from diagnosis.panels.reconciling import open_reconciliation
from diagnosis.panels.reconsidering import AnsweredBefore, Second, reconsider, settle
from diagnosis.panels.services import accept, assign
from diagnosis.ratings import unseal
from diagnosis.scoring.queries import gradable
from tests.factories.filing import make_application
from tests.factories.panels import fill, make_assessor, make_sheet, sit
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    """An integrated case under assessment."""
    return make_application(state=State.IN_ASSESSMENT)


@pytest.fixture
def operator():
    return make_user(Role.OPERATOR)


def close_with(case, *ratings, items=()):
    """A closed sheet for each rating, the same throughout but for `items`: one rating by code for each sheet."""
    sheets = [make_sheet(sit(case)) for _rating in ratings]
    for number, (sheet, rating) in enumerate(zip(sheets, ratings, strict=True)):
        fill(sheet, rating)
        for code, given in items[number].items() if items else ():
            Mark.objects.filter(sheet=sheet, item_code=code).update(rating=Decimal(given))
    for sheet in sheets:
        close_sheet(sheet, by=sheet.assignment.assessor.user)
    case.refresh_from_db()
    return sheets


def again(sheet, **said):
    second = {code.replace("_", "."): Second(Decimal(rating), "다시 살펴보았습니다.") for code, rating in said.items()}
    reconsider(sheet, second, by=sheet.assignment.assessor.user)


def apart(case):
    """Three and a half steps apart on 3.1.1, which is worth 35 points."""
    return close_with(case, "3.0", "3.0", items=({"3.1.1": "1.0"}, {"3.1.1": "4.5"}))


def test_sheets_that_agree_end_the_assessment(case):
    close_with(case, "3.0", "3.5")

    assert (case.state, Reconciliation.objects.count()) == (State.ASSESSED, 0)


def test_a_gap_on_an_item_asks_the_assessors_to_look_again(case):
    sheets = apart(case)

    asked = open_reconciliation(case)
    assert (case.state, asked.action, asked.items) == (State.IN_ASSESSMENT, "reconcile", ["3.1.1"])
    told = Notice.objects.filter(key__startswith=f"reconsider:{asked.pk}")
    assert {one.recipient for one in told} == {sheet.assignment.assessor.user for sheet in sheets}
    assert not any("4.5" in one.body or "1.0" in one.body for one in told)
    assert not gradable(case.round).filter(pk=case.pk).exists()


def test_ratings_that_came_together_end_the_assessment_and_keep_the_first(case):
    low, high = apart(case)

    again(low, **{"3_1_1": "3.0"})
    assert open_reconciliation(case) is not None
    again(high, **{"3_1_1": "4.5"})

    case.refresh_from_db(), low.refresh_from_db()
    assert (case.state, open_reconciliation(case)) == (State.ASSESSED, None)
    kept = Reconsidered.objects.order_by("pk").values_list("sheet_id", "before", "after", "reason")
    assert list(kept) == [
        (low.pk, Decimal("1.0"), Decimal("3.0"), "다시 살펴보았습니다."),
        (high.pk, Decimal("4.5"), Decimal("4.5"), "다시 살펴보았습니다."),
    ]
    mark = low.marks.get(item_code="3.1.1")
    assert (mark.rating, mark.reason) == (3, "다시 살펴보았습니다.")
    # every item is 3 now, also in the seal
    assert set(unseal(low.sealed)) == {Decimal(3)}


def test_the_chain_names_items_and_never_a_rating(case):
    low, _high = apart(case)
    again(low, **{"3_1_1": "3.0"})

    event = Event.objects.get(verb="sheet.reconsidered")

    assert event.data == {"sheet": low.pk, "items": ["3.1.1"]}


def test_a_gap_that_stays_calls_for_one_more_whose_sheet_ends_it(case, operator):
    low, high = apart(case)
    again(low, **{"3_1_1": "1.0"})
    again(high, **{"3_1_1": "4.5"})

    asked = open_reconciliation(case)
    assert (asked.action, asked.sheets) == ("third_assessor", 2)
    assert Notice.objects.filter(key__startswith="one-more:", recipient=operator).exists()

    (place,) = assign(case, [make_assessor()], due_on=None, by=operator)
    accept(place, interest="clear", explanation="", by=place.assessor.user)
    third = MarkSheet.objects.get(assignment=place)
    fill(third, "3.0")
    close_sheet(third, by=place.assessor.user)

    case.refresh_from_db()
    # 3.1.1 still lies apart, but the scheme calls nobody further: all three sheets are averaged
    assert (case.state, MarkSheet.objects.filter(closed_at__isnull=False).count()) == (State.ASSESSED, 3)
    assert [one.closed_at is not None for one in Reconciliation.objects.order_by("pk")] == [True, True]


def test_totals_too_far_apart_call_for_one_more_at_once(case):
    close_with(case, "2.5", "4.0")

    assert (case.state, open_reconciliation(case).action) == (State.IN_ASSESSMENT, "third_assessor")


def test_one_candidate_is_proposed_where_one_more_is_called_for(case):
    close_with(case, "2.5", "4.0", "3.0")
    make_assessor(), make_assessor()

    assert sum(one.proposed for one in proposal(case)) == 1


def test_an_operator_goes_on_without_waiting_for_a_stated_reason(case, operator):
    low, _high = apart(case)
    again(low, **{"3_1_1": "1.0"})

    settle(open_reconciliation(case), reason="위원 한 명이 연락되지 않습니다.", by=operator)
    assert open_reconciliation(case).action == "third_assessor"
    settle(open_reconciliation(case), reason="추가 위원을 구하지 못했습니다.", by=operator)

    case.refresh_from_db()
    assert case.state == State.ASSESSED
    assert [one.settled_by for one in Reconciliation.objects.all()] == [operator, operator]


def test_nobody_else_goes_on_and_nobody_answers_twice(case, operator):
    low, high = apart(case)
    asked = open_reconciliation(case)

    for role in (Role.AGENCY, Role.ASSESSOR, Role.AUDITOR):
        with pytest.raises(PermissionDenied, match="운영기관 담당자만"):
            settle(asked, reason="–", by=make_user(role))
    again(low, **{"3_1_1": "3.0"})
    with pytest.raises(AnsweredBefore):
        again(low, **{"3_1_1": "5.0"})

    assert Reconsidered.objects.count() == 1
    # the one who has not answered yet still may
    again(high, **{"3_1_1": "3.0"})
    assert Reconsidered.objects.count() == 2


def test_the_case_cannot_be_closed_by_hand_meanwhile(case):
    apart(case)

    assert "평점 조정이 끝나지 않았습니다." in has_all_sheets(case).reason


def page(client, case, what="reconsider"):
    return reverse(f"panels:{what}", args=[case.code])


def come(client, settings, user):
    settings.DEMO = True
    client.force_login(user)
    return client


def test_an_assessor_sees_what_is_asked_and_no_rating_of_another(client, settings, case):
    low, high = apart(case)
    Mark.objects.filter(sheet=high, item_code="3.1.1").update(reason="다른 위원만 아는 이유")
    come(client, settings, low.assignment.assessor.user)

    shown = client.get(page(client, case)).content.decode()
    desk = client.get(reverse("panels:mine"))

    assert ("3.1.1" in shown, "처음에 적은 평점과 사유" in shown) == (True, True)
    assert ("2.1.1" in shown, "다른 위원만 아는 이유" in shown) == (False, False)
    assert [task.action for task in desk.context["page_obj"]] == ["다시 살펴보기"]


def test_both_assessors_answer_on_their_pages(client, settings, case):
    for sheet in apart(case):
        come(client, settings, sheet.assignment.assessor.user)
        said = {"3.1.1-rating": "3.0", "3.1.1-reason": "실적 증빙을 다시 확인했습니다."}
        answer = client.post(page(client, case), said)
        assert answer.status_code == 302, answer.context["lines"][0].form.errors

    case.refresh_from_db()
    assert case.state == State.ASSESSED
    assert client.get(page(client, case)).status_code == 302


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"3.1.1-rating": "3.0", "3.1.1-reason": " "}, "그대로 두더라도 사유를 적어 주세요."),
        ({"3.1.1-rating": "", "3.1.1-reason": "확인"}, "평점을 골라 주세요."),
        ({"3.1.1-rating": "7", "3.1.1-reason": "확인했습니다"}, "0에서 5까지 0.5 단위로만 고를 수 있습니다."),
    ],
)
def test_an_incomplete_answer_is_told_and_kept(client, settings, case, said, sentence):
    low, _high = apart(case)
    come(client, settings, low.assignment.assessor.user)

    answer = client.post(page(client, case), said)

    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert said["3.1.1-reason"].strip() in answer.content.decode()
    assert not Reconsidered.objects.exists()


def test_strangers_find_no_such_page(client, settings, case):
    apart(case)

    come(client, settings, make_assessor().user)
    assert client.get(page(client, case)).status_code == 404
    come(client, settings, make_user(Role.AGENCY, is_demo=True))
    assert client.post(page(client, case, "settle"), {"reason": "–"}).status_code == 403


def test_the_operator_reads_the_spread_by_item_and_settles(client, settings, case):
    apart(case)
    come(client, settings, make_user(Role.OPERATOR, is_demo=True))

    shown = client.get(reverse("cases:detail", args=[case.code])).content.decode()
    empty = client.post(page(client, case, "settle"), {"reason": ""})
    client.post(page(client, case, "settle"), {"reason": "기한이 지났습니다."})
    later = client.get(reverse("cases:detail", args=[case.code])).content.decode()

    assert ("위원의 재검토를 기다리고 있어요" in shown, "항목별 평점 차이" in shown) == (True, True)
    assert empty.status_code == 422
    assert ("위원을 한 명 더 배정해야 해요" in later, "기한이 지났습니다." in later) == (True, True)


def test_the_page_of_scoring_tells_what_a_run_leaves_out(client, settings, case):
    apart(case)
    come(client, settings, make_user(Role.OPERATOR, is_demo=True))

    shown = client.get(reverse("scoring:list")).content.decode()
    listed = client.get(reverse("cases:list"), {"todo": "reconcile"})

    assert "1건은 위원의 재검토나 추가 위원의 평가를 기다려" in shown
    assert [row.application for row in listed.context["rows"]] == [case]
