"""What a run computes, what it leaves alone, and that nothing makes it compute twice."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from applications.audit.models import Event
from applications.filing.workflow import State
from applications.jobs.models import Job, JobState
from applications.jobs.services import LeaseLost, enqueue, take_back_all
from applications.notices.models import Notice
from applications.roles import Role
from diagnosis.scoring import services
from diagnosis.scoring.models import Outcome, ScoringRun
from diagnosis.scoring.services import cancel_run, perform_run, resume_run, score_chunk, start_run
from grading.grade import Sheet, grade, grade_track
from grading.load import load_scheme
from tests.factories.filing import make_application
from tests.factories.ktrs import make_ktrs
from tests.factories.panels import make_sheet, sit, sit_and_close
from tests.factories.people import make_user
from tests.factories.rounds import make_round
from tests.factories.scoring import make_assessed, score, taken
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db
RISING = ["0", "0.5", "1", "1.5", "2", "2.5", "3", "3.5", "4", "4.5", "5", "2"]
FALLING = RISING[::-1]
KINDS = (("SMART_SERVICE", "INTELLIGENCE"), ("SMART_MFG", "AUTOMATION"))


def verbs(application):
    stream = f"application:{application.code}"
    return list(Event.objects.filter(stream=stream).order_by("number").values_list("verb", flat=True))


def test_the_stored_outcome_is_what_the_kernel_says_of_the_same_marks():
    scheme = load_scheme("2026-1")
    application = make_assessed(RISING, FALLING, "3.5", "4", "1", letter="B")
    ratings = [RISING, FALLING, ["3.5"] * 12, ["4"] * 12, ["1"] * 12]
    codes = [item.code for item in scheme.tracks["INTEGRATED"].panel_items]
    sheets = [Sheet(f"{n}", dict(zip(codes, map(Decimal, row), strict=True)), n) for n, row in enumerate(ratings)]
    letters = {item.code: "B" for item in scheme.tracks["INTEGRATED"].ktrs_items}
    expected = grade(scheme, grade_track(scheme, "INTEGRATED", sheets, letters))

    score(application)

    outcome = Outcome.objects.get()
    assert (outcome.base, outcome.ai, outcome.bonus, outcome.total) == (expected.base, None, None, expected.total)
    assert (outcome.grade_point, outcome.level, outcome.base_level) == (
        expected.grade_point,
        expected.level.label,
        expected.base_level.label,
    )
    assert (
        outcome.trace["tracks"]["INTEGRATED"]["base_exact"] == expected.to_data()["tracks"]["INTEGRATED"]["base_exact"]
    )
    points = [section["points"] for section in outcome.sections.values()]
    assert points == [str(part.points_awarded) for part in expected.sections]


def test_every_item_at_three_is_level_three():
    score(make_assessed(3, 3, 3, letter="C"))

    assert Outcome.objects.values_list("base", "total", "grade_point", "level").get() == (
        Decimal("800.0"),
        Decimal("800.0"),
        Decimal("3.000"),
        "3",
    )


def test_grading_moves_the_application_with_its_event():
    application = make_assessed()

    run = score(application)

    application.refresh_from_db()
    assert application.state == State.GRADED
    event = Event.objects.get(stream=f"application:{application.code}")
    assert (event.verb, event.actor_role) == ("application.grade", Role.SYSTEM)
    assert event.data == {"from": "assessed", "to": "graded", "run": run.code, "score": "800.0"}


def test_faults_are_stored_and_stop_nobody_else():
    good = make_assessed()
    round_ = good.round
    no_letters = make_application(state=State.ASSESSED, round_=round_)
    sit_and_close(no_letters), sit_and_close(no_letters)
    one_sheet = make_assessed(3, round_=round_)
    still_open = make_assessed(3, 3, round_=round_)
    make_sheet(sit(still_open))
    other_scheme = make_assessed(round_=round_, scheme_digest="0" * 64)

    run = score(good)

    faults = {outcome.application_id: "\n".join(outcome.fault_lines) for outcome in run.outcomes.exclude(fault="")}
    assert faults == {
        no_letters.pk: "기술보증기금의 KTRS-FM 결과가 아직 없습니다.",
        one_sheet.pk: "마감된 평가표가 1장입니다. 2장 이상이어야 합니다.",
        still_open.pk: "마감되지 않은 평가표가 있습니다(2 / 3).",
        other_scheme.pk: "접수할 때의 진단 체계와 지금 보관된 진단 체계의 지문이 다릅니다.",
    }
    assert (run.job.state, run.job.done, run.job.failed, run.job.total) == (JobState.DONE, 1, 4, 5)
    good.refresh_from_db(), no_letters.refresh_from_db()
    assert (good.state, no_letters.state) == (State.GRADED, State.ASSESSED)


def test_the_ai_score_of_the_same_run_is_the_bonus():
    application = make_assessed()
    ai = make_assessed("2.5", "2.5", track="MFG_AI", supplier=application.supplier)

    run = score(application)

    of_ai, of_integrated = run.outcomes.get(application=ai), run.outcomes.get(application=application)
    assert (of_ai.ai, of_ai.total, of_ai.level) == (Decimal("50.0"), None, "")
    assert (of_integrated.ai, of_integrated.bonus, of_integrated.total) == tuple(
        map(Decimal, ("50.0", "50.0", "850.0"))
    )
    assert (of_integrated.base_level, of_integrated.level) == ("3", "4-")
    assert of_integrated.trace["ai_source"] == {"application": ai.code, "score": "50.0"}


def test_another_suppliers_ai_score_and_an_unconfirmed_old_one_are_no_bonus():
    application = make_assessed()
    make_assessed(5, 5, track="MFG_AI", round_=application.round)
    old_round = make_round("2025-2")
    score(make_assessed(5, 5, track="MFG_AI", round_=old_round, supplier=application.supplier))

    run = score(application)

    assert run.outcomes.get(application=application).bonus is None


def test_a_confirmed_ai_score_counts_until_its_last_day():
    application = make_assessed()
    old_round = make_round("2025-2")
    ai = make_assessed(5, 5, track="MFG_AI", round_=old_round, supplier=application.supplier)
    services.confirm_run(score(ai), by=make_user(Role.AGENCY))

    assert score(application).outcomes.get(application=application).bonus == Decimal("100.0")

    Outcome.objects.filter(application=ai).update(valid_until="2026-01-01")
    assert score(application).outcomes.get(application=application).bonus is None


def test_a_second_delivery_changes_nothing():
    run = score(make_assessed())
    before = (list(Outcome.objects.values()), Event.objects.count(), Notice.objects.count())

    assert perform_run(run.job_id) is False

    assert (list(Outcome.objects.values()), Event.objects.count(), Notice.objects.count()) == before


def test_a_run_that_died_goes_on_where_it_stopped(monkeypatch):
    monkeypatch.setattr(services, "CHUNK", 2)
    applications = [make_assessed() for _ in range(5)]
    run = start_run(applications[0].round, by=make_user(Role.OPERATOR))
    dead = taken(run)
    assert score_chunk(run, "INTEGRATED", dead, size=2) == applications[1].pk
    assert perform_run(run.job_id) is False

    take_back_all()
    assert perform_run(run.job_id) is True

    with pytest.raises(LeaseLost):
        score_chunk(run, "INTEGRATED", dead)
    job = Job.objects.get(pk=run.job_id)
    assert (job.state, job.done, job.attempts) == (JobState.DONE, 5, 2)
    assert [verbs(one) for one in applications] == [["application.grade"]] * 5


def test_the_table_itself_refuses_a_second_outcome_of_a_run():
    application = make_assessed()
    run = score(application)

    with pytest.raises(IntegrityError), transaction.atomic():
        Outcome.objects.create(run=run, application=application)

    assert Outcome.objects.count() == 1


def test_a_second_run_grades_again_and_keeps_the_first():
    application = make_assessed()
    first = score(application)

    second = score(application)

    application.refresh_from_db()
    assert (first.code, second.code) == ("2026-1-R1", "2026-1-R2")
    assert application.state == State.GRADED
    assert verbs(application) == ["application.grade", "application.regrade", "application.grade"]
    assert Outcome.objects.count() == 2


def test_a_run_is_refused_while_one_is_open_or_nothing_is_assessed():
    operator, application = make_user(Role.OPERATOR), make_assessed()
    start_run(application.round, by=operator)

    with pytest.raises(PermissionDenied, match="이미 진행"):
        start_run(application.round, by=operator)
    with pytest.raises(PermissionDenied, match="채점할 신청이 없습니다"):
        start_run(make_round("2026-2"), by=operator)
    with pytest.raises(PermissionDenied, match="운영기관만"):
        start_run(application.round, by=make_user(Role.AGENCY))
    assert ScoringRun.objects.count() == 1


def test_a_cancelled_run_stops_at_once_and_can_go_on(monkeypatch):
    monkeypatch.setattr(services, "CHUNK", 1)
    operator = make_user(Role.OPERATOR)
    applications = [make_assessed() for _ in range(3)]
    run = start_run(applications[0].round, by=operator)
    lease = taken(run)
    score_chunk(run, "INTEGRATED", lease, size=1)

    cancel_run(run, by=operator)

    with pytest.raises(LeaseLost):
        score_chunk(run, "INTEGRATED", lease)
    assert perform_run(run.job_id) is False
    assert run.outcomes.count() == 1

    resume_run(ScoringRun.objects.get(pk=run.pk), by=operator)
    assert perform_run(run.job_id) is True
    assert run.outcomes.count() == 3


def test_a_job_of_another_kind_does_not_disturb():
    enqueue("applications.jobs.sweep", "other", {}, by=None)

    assert score(make_assessed()).job.state == JobState.DONE


def test_letters_missing_then_received_are_graded_by_the_next_run():
    application = make_application(state=State.ASSESSED)
    sit_and_close(application), sit_and_close(application)
    first = score(application)
    make_ktrs(application)

    second = score(application)

    assert [run.outcomes.get().fault == "" for run in (first, second)] == [False, True]


def test_items_read_as_the_kind_of_supplier_says_and_give_the_same_points():
    own = [make_supplier(supplier_type=kind, technology_field=field) for kind, field in KINDS]
    first, *others = [make_assessed(supplier=supplier) for supplier in own]

    run = score(first)

    outcomes = [run.outcomes.get(application=one) for one in (first, *others)]
    variants = [
        [item["variant"] for item in one.trace["tracks"]["INTEGRATED"]["items"] if item["variant"]] for one in outcomes
    ]
    assert variants[0] != variants[1]
    assert {one.total for one in outcomes} == {Decimal("800.0")}
