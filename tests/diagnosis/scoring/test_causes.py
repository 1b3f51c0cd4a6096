"""Why a result differs from the run before: each input that changed is named, and nothing else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.roles import Role
from diagnosis.ktrs.models import KtrsResult
from diagnosis.panels.models import MarkSheet
from diagnosis.scoring import figures
from diagnosis.scoring.causes import causes
from diagnosis.scoring.models import Outcome
from tests.factories.panels import sit_and_close
from tests.factories.people import make_user
from tests.factories.scoring import make_assessed, score

pytestmark = pytest.mark.django_db


def sheets_of(application):
    return MarkSheet.objects.filter(assignment__application=application).order_by("pk")


def reseal(sheet, sealed):
    MarkSheet.objects.filter(pk=sheet.pk).update(sealed=sealed)


def second_run(application):
    run, earlier = score(application), Outcome.objects.order_by("pk").first().run
    found = figures.explained(figures.changes(run, earlier), run, earlier)
    return {change.application: change.causes for change in found}


def test_a_changed_rating_is_named_by_its_item():
    application = make_assessed()
    score(application)
    sheet = sheets_of(application).first()
    reseal(sheet, "8" + sheet.sealed[1:])

    assert second_run(application) == {application.code: ("평점이 바뀐 항목: 2.1.1",)}


def test_many_changed_ratings_are_counted_after_the_third():
    application = make_assessed()
    score(application)
    reseal(sheets_of(application).first(), "8" * 12)

    assert second_run(application) == {application.code: ("평점이 바뀐 항목: 2.1.1, 2.2.1, 2.3.1 외 9개",)}


def test_a_sheet_that_came_is_named():
    application = make_assessed()
    score(application)
    sit_and_close(application, 5)

    assert second_run(application) == {application.code: ("평가표: 0장이 빠지고 1장이 새로 들어왔어요.",)}


def test_a_letter_is_named_with_both_values():
    application = make_assessed()
    score(application)
    result = KtrsResult.objects.get()
    result.letters["1.1.1"] = "A"
    result.save()

    assert second_run(application) == {application.code: ("KTRS-FM 글자: 1.1.1 C → A",)}


def test_an_ai_score_is_a_cause_where_it_is_an_input_and_never_on_its_own_track():
    application = make_assessed()
    score(application)
    ai = make_assessed("4", "4", track="MFG_AI", supplier=application.supplier, round=application.round)
    score(application)
    run, first = score(application), Outcome.objects.order_by("pk").first().run
    reseal(sheets_of(ai).first(), "A" * 11)
    last = score(application)

    came = figures.explained(figures.changes(run, first), run, first)
    rose = figures.explained(figures.changes(last, run), last, run)
    assert {one.application: one.causes for one in came} == {application.code: ("제조AI 점수: – → 80.0",)}
    assert {one.application: one.causes for one in rose} == {
        application.code: ("제조AI 점수: 80.0 → 90.0",),
        ai.code: ("평점이 바뀐 항목: 1.1.1, 1.2.1, 1.3.1 외 8개",),
    }


def test_another_scheme_is_a_cause():
    application = make_assessed()
    score(application), score(application)
    before, after = Outcome.objects.order_by("pk")
    before.trace["scheme"], before.trace["digest"] = "2025-9", "0" * 64

    assert causes(before, after) == [f"진단 체계: 2025-9 (00000000) → 2026-1 ({after.trace['digest'][:8]})"]


def test_a_fault_is_told_from_both_sides():
    application = make_assessed(3)
    score(application)
    sit_and_close(application, 3)
    assert second_run(application) == {application.code: ("직전에는 계산하지 못했어요.",)}

    MarkSheet.objects.first().delete()
    run = score(application)

    assert [
        one.causes
        for one in figures.explained(figures.changes(run, run.round.runs.all()[1]), run, run.round.runs.all()[1])
    ] == [("이번에는 계산하지 못했어요.",)]


def test_a_score_that_moved_though_no_input_did_is_said_so():
    application = make_assessed()
    score(application), score(application)
    before, after = Outcome.objects.order_by("pk")
    after.total = before.total + 1

    (said,) = causes(before, after)

    assert "계산 프로그램을 확인해 주세요" in said


@pytest.mark.parametrize("page", ["scoring:run", "scoring:changes"])
def test_the_pages_say_why(client, settings, page):
    settings.DEMO = True
    application = make_assessed()
    score(application)
    sit_and_close(application, 5)
    run = score(application)
    client.force_login(make_user(Role.AUDITOR, is_demo=True))

    said = client.get(reverse(page, args=[run.code])).content.decode()

    assert "평가표: 0장이 빠지고 1장이 새로 들어왔어요." in said


def test_every_fault_of_a_run_can_be_seen(client, settings):
    settings.DEMO = True
    first = make_assessed(3)
    others = [make_assessed(3, round_=first.round) for _number in range(55)]
    run = score(first)
    client.force_login(make_user(Role.AGENCY, is_demo=True))
    address = reverse("scoring:faults", args=[run.code])

    said = "".join(client.get(address, {"page": page}).content.decode() for page in (1, 2))

    assert all(application.code in said for application in (first, *others))


@pytest.mark.parametrize("page", ["scoring:run", "scoring:changes"])
def test_many_differences_are_read_with_as_many_queries_as_one(client, settings, page):
    settings.DEMO = True
    client.force_login(make_user(Role.AGENCY, is_demo=True))
    applications = [make_assessed()]
    applications += [make_assessed(round_=applications[0].round) for _number in range(11)]
    score(applications[0])
    counts = []
    for changed in (applications[:1], applications):
        for application in changed:
            sit_and_close(application, 5)
        run = score(applications[0])
        with CaptureQueriesContext(connection) as queries:
            shown = client.get(reverse(page, args=[run.code])).context["changes"]
        counts.append((len(shown), len(queries)))

    assert counts == [(1, counts[0][1]), (12, counts[0][1])]
