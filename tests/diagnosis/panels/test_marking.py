from decimal import Decimal

import pytest

from applications import clock
from applications.audit.models import Event
from applications.filing.models import Application
from applications.filing.workflow import State
from applications.roles import Role
from diagnosis.panels.marking import Draft, NotComplete, SheetClosed, close_sheet, items_of, save_marks, save_opinion
from diagnosis.panels.models import Mark, MarkSheet
from diagnosis.panels.queries import panel_of, sheets_visible_to
from diagnosis.panels.spread import spread_of
from diagnosis.panels.totals import running_total
from diagnosis.ratings import CHOICES, unseal
from tests.factories.filing import make_application
from tests.factories.panels import fill, make_sheet, sit
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


def sheets_of(count, *, track="INTEGRATED"):
    application = make_application(track=track, state=State.IN_ASSESSMENT)
    return [make_sheet(sit(application)) for _number in range(count)]


def person_of(sheet):
    return sheet.assignment.assessor.user


def saved(sheet, code, rating, reason, version):
    draft = Draft(code, Decimal(rating) if rating else None, reason, version)
    return save_marks(sheet, [draft], by=person_of(sheet))


def test_a_mark_is_kept_half_written():
    (sheet,) = sheets_of(1)

    saved(sheet, "2.1.1", "", "자료를 더 보아야 합니다.", 0)

    mark = Mark.objects.get()
    assert (mark.rating, mark.reason, mark.version) == (None, "자료를 더 보아야 합니다.", 1)


def test_a_stale_mark_overwrites_nothing_and_gives_both_texts():
    (sheet,) = sheets_of(1)
    saved(sheet, "2.1.1", "3.0", "처음", 0)
    saved(sheet, "2.1.1", "3.5", "한 창에서", 1)

    result = saved(sheet, "2.1.1", "2.0", "다른 창에서", 1)

    assert result.stale["2.1.1"].reason == "한 창에서"
    assert Mark.objects.get().reason == "한 창에서"


def test_a_first_mark_from_two_windows_is_stale_too():
    (sheet,) = sheets_of(1)
    saved(sheet, "2.1.1", "3.0", "한 창에서", 0)

    assert set(saved(sheet, "2.1.1", "2.0", "다른 창에서", 0).stale) == {"2.1.1"}


def test_the_same_save_twice_is_one_save():
    (sheet,) = sheets_of(1)
    saved(sheet, "2.1.1", "3.0", "같음", 0)

    again = saved(sheet, "2.1.1", "3.0", "같음", 0)

    assert (again.stale, Mark.objects.get().version) == ({}, 1)
    assert Event.objects.filter(verb="marks.saved").count() == 1


def test_the_chain_never_tells_a_rating_while_the_case_is_open():
    (sheet,) = sheets_of(1)

    saved(sheet, "2.1.1", "4.5", "비밀입니다", 0)

    assert [event.data for event in Event.objects.all()] == [{"versions": {"2.1.1": 1}}]


def test_a_sheet_with_a_gap_is_not_closed():
    first, _second = sheets_of(2)
    fill(first)
    Mark.objects.filter(item_code="2.1.1").update(reason="  ")

    with pytest.raises(NotComplete) as gap:
        close_sheet(first, by=person_of(first))
    assert [item.code for item in gap.value.items] == ["2.1.1"]
    assert MarkSheet.objects.get(pk=first.pk).sealed == ""


@pytest.mark.parametrize("track", ["INTEGRATED", "MFG_AI"])
def test_a_closed_sheet_holds_the_ratings_in_the_schemes_order(track):
    sheet, _other = sheets_of(2, track=track)
    fill(sheet)
    items = items_of(sheet.assignment.application)
    given = [CHOICES[place % len(CHOICES)] for place in range(len(items))]
    for item, rating in zip(items, given, strict=True):
        Mark.objects.filter(item_code=item.code).update(rating=rating)

    close_sheet(sheet, by=person_of(sheet))

    assert unseal(MarkSheet.objects.get(pk=sheet.pk).sealed) == given


def test_a_closed_sheet_takes_no_marks_no_opinion_and_no_second_closing():
    sheet, _other = sheets_of(2)
    fill(sheet)
    close_sheet(sheet, by=person_of(sheet))

    with pytest.raises(SheetClosed):
        saved(sheet, "2.1.1", "5.0", "나중에", 1)
    with pytest.raises(SheetClosed):
        save_opinion(sheet, "나중에", by=person_of(sheet))
    with pytest.raises(SheetClosed):
        close_sheet(sheet, by=person_of(sheet))
    assert Mark.objects.get(item_code="2.1.1").rating == Decimal("3.0")


def test_the_last_sheet_ends_the_assessment_by_rule():
    first, second = sheets_of(2)
    for sheet in (first, second):
        fill(sheet)

    close_sheet(first, by=person_of(first))
    assert Application.objects.get().state == State.IN_ASSESSMENT

    close_sheet(second, by=person_of(second))
    assert Application.objects.get().state == State.ASSESSED
    assert Event.objects.get(verb="application.close_assessment").actor_role == Role.SYSTEM


def test_a_single_sheet_does_not_make_a_panel():
    (only,) = sheets_of(1)
    fill(only)

    close_sheet(only, by=person_of(only))

    assert Application.objects.get().state == State.IN_ASSESSMENT


def test_officials_get_closed_sheets_once_all_are_closed_and_others_never():
    first, second = sheets_of(2)
    application = first.assignment.application
    fill(first)
    fill(second)
    officials = [make_user(role) for role in (Role.OPERATOR, Role.AGENCY, Role.AUDITOR)]
    others = [make_user(Role.ASSESSOR), person_of(first), application.created_by, make_user(Role.MINISTRY)]

    close_sheet(first, by=person_of(first))
    assert [sheets_visible_to(person, panel_of(application)) for person in officials + others] == [[]] * 7

    close_sheet(second, by=person_of(second))
    assert [set(sheets_visible_to(person, panel_of(application))) for person in officials] == [{first, second}] * 3
    assert [sheets_visible_to(person, panel_of(application)) for person in others] == [[]] * 4


def test_the_running_total_is_the_kernels_worth_of_what_is_rated():
    (sheet,) = sheets_of(1)
    application = sheet.assignment.application
    saved(sheet, "2.1.1", "5.0", "", 0)
    saved(sheet, "2.2.1", "0.0", "근거 없음", 0)

    running = running_total(application, Mark.objects.all())

    assert (running.points, running.possible) == (Decimal("150.0"), 700)  # 100 in full and half of 100
    assert (running.rated, running.complete, running.items) == (2, 1, 12)


def test_sheets_within_the_schemes_steps_agree_and_beyond_them_do_not():
    first, second = sheets_of(2)
    application = first.assignment.application
    fill(first, "2.0")
    fill(second, "2.0")
    Mark.objects.filter(sheet=second, item_code="2.1.1").update(rating=Decimal("4.0"))
    Mark.objects.filter(sheet=second, item_code="2.2.1").update(rating=Decimal("4.5"))
    for sheet in (first, second):
        close_sheet(sheet, by=person_of(sheet))

    spread = spread_of(application, list(MarkSheet.objects.order_by("id")))

    assert [(apart.item.code, apart.lowest, apart.highest) for apart in spread.wide_items] == [
        ("2.2.1", Decimal("2.0"), Decimal("4.5"))
    ]
    assert (spread.total_gap, spread.is_total_wide) == (Decimal("45.0"), False)


def test_a_save_after_the_assessment_is_refused():
    (sheet,) = sheets_of(1)
    Application.objects.update(state=State.ASSESSED, state_since=clock.now())

    with pytest.raises(SheetClosed):
        saved(sheet, "2.1.1", "3.0", "늦음", 0)


def test_who_was_released_marks_and_closes_no_more():
    sheet, _other = sheets_of(2)
    fill(sheet)
    type(sheet.assignment).objects.filter(pk=sheet.assignment.pk).update(state="released")

    with pytest.raises(SheetClosed):
        saved(sheet, "2.1.1", "5.0", "나중에", 1)
    with pytest.raises(SheetClosed):
        close_sheet(sheet, by=person_of(sheet))
