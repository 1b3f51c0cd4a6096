"""A run grades many at once: to the byte what grading one by one gives, whatever the crowd is made of."""

import random
from decimal import Decimal
from itertools import cycle

import pytest
from django.db import DatabaseError, connection

from applications.filing.workflow import State
from applications.jobs.models import JobState
from applications.jobs.services import take_back_all
from applications.roles import Role
from diagnosis.answers.models import Absence
from diagnosis.ktrs.models import KtrsResult
from diagnosis.panels.models import Assignment, MarkSheet
from diagnosis.ratings import ABSENT, CHOICES
from diagnosis.results.explanation import explanation
from diagnosis.scoring import bridge, services
from diagnosis.scoring.models import Outcome
from diagnosis.scoring.queries import ai_scores
from diagnosis.scoring.services import perform_run, score_chunk, start_run
from grading.load import load_scheme
from tests.factories.panels import make_assessor, sit
from tests.factories.people import make_user
from tests.factories.rounds import make_round
from tests.factories.schemes import FEW_CASES, make_published
from tests.factories.scoring import make_assessed, score, taken
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db
CLOUD = "1.3.1"
SUPPLIERS = (("SMART_SERVICE", "INTELLIGENCE"), ("SMART_MFG", "AUTOMATION"))
FIGURES = ("base", "ai", "bonus", "total", "grade_point", "level", "base_level", "sections", "snapshot", "fault")


def separately():
    """A published scheme that reports the AI bonus separately, trims from 4 sheets and lets 2.1.1 not apply."""
    before = 'name_en = "Collecting, standardising and using manufacturing data"\n'
    changes = {
        "rules": ('mode = "add_to_total"', 'mode = "report_separately"'),
        "integrated": (before, before + 'not_applicable = { spread = "section" }\n'),
    }
    return make_published("2027-1", cases=FEW_CASES, **changes).code


def crowd(scheme_code):
    """A round of every sort: two to seven sheets, kinds, AI results, items that do not apply, and faults."""
    rng, scheme = random.Random(9), load_scheme(scheme_code)
    round_ = make_round(scheme_code=scheme.code, scheme_digest=scheme.digest)
    panel = [make_assessor() for _ in range(7)]
    kinds = cycle(SUPPLIERS)
    made = []
    for number in range(24):
        kind, field = next(kinds)
        supplier = make_supplier(supplier_type=kind, technology_field=field)
        for track in ("INTEGRATED", "MFG_AI")[: 1 + number % 2]:
            given = [sheet_of(rng, scheme, track, number) for _ in range(2 + number % 6)]
            letter = rng.choice("ABCDE")
            made.append(
                make_assessed(*given, track=track, letter=letter, panel=panel, supplier=supplier, round_=round_)
            )
    if_absent(made, scheme)
    broken(made)
    return made


def sheet_of(rng, scheme, track, number):
    pool = CHOICES if number % 3 else CHOICES[6:8]
    return [rng.choice(pool) for _ in scheme.tracks[track].panel_items]


def if_absent(made, scheme):
    """For every second application that allows it an item does not apply; on one, assessors do not agree."""
    judge = make_user(Role.OPERATOR)
    items = {track.code: track.panel_items for track in scheme.tracks.values()}
    allowing = [one for one in made if any(item.spread for item in items[one.track])]
    for number, application in enumerate(allowing[::2]):
        place, item = next((n, item) for n, item in enumerate(items[application.track]) if item.spread)
        said = {"claim": "없음", "granted": True, "reason": "맞음", "decided_by": judge}
        Absence.objects.create(application=application, item_code=item.code, **said)
        sheets = MarkSheet.objects.filter(assignment__application=application).order_by("pk")
        for sheet in sheets if number else sheets[:1]:
            sheet.sealed = sheet.sealed[:place] + ABSENT + sheet.sealed[place + 1 :]
            sheet.save()


def broken(made):
    """What cannot be graded: letters missing or wrong, sheets cut, unreadable, open, absent where none may be."""
    integrated = [one for one in made if one.track == "INTEGRATED"]
    KtrsResult.objects.filter(application=integrated[1]).delete()
    wrong = {1: {"1.1.1": "F"}, 2: {"1.1.1": ""}, 3: {"9.9.9": "A"}}
    for place, letters in wrong.items():
        result = KtrsResult.objects.get(application=integrated[place + 1])
        result.letters |= letters
        result.save()
    for place, sealed in ((6, "3333"), (7, "Z" * 12), (8, "가" * 4), (10, ABSENT * 12)):
        first = MarkSheet.objects.filter(assignment__application=integrated[place]).first()
        MarkSheet.objects.filter(pk=first.pk).update(sealed=sealed)
    sit(integrated[11])
    Assignment.objects.filter(application=integrated[12]).update(state="released")


def one_by_one(run):
    """What the bridge says of each application, figure by figure, over the AI scores that the run found."""
    outcomes = list(run.outcomes.select_related("application__supplier"))
    applications = [one.application for one in outcomes]
    marks, bonus = bridge.marks_of(applications), ai_scores(run, [one.supplier_id for one in applications])
    return {
        one.pk: Outcome(**{"run": run, "application": one} | bridge.columns_of(one, marks[one.pk], ai, kind))
        for one in applications
        for ai, kind in [(bonus.get(one.supplier_id), bridge.kind_of(one))]
    }


@pytest.mark.parametrize("scheme", ["2026-1", separately], ids=["add_to_total", "report_separately"])
def test_a_run_finds_what_one_by_one_finds_to_the_byte(scheme):
    made = crowd(scheme if isinstance(scheme, str) else scheme())

    run = score(made[0])

    alone = one_by_one(run)
    assert run.outcomes.count() == len(made) == len(alone)
    for outcome in run.outcomes.all():
        expected = alone[outcome.application_id]
        assert [getattr(outcome, name) for name in FIGURES] == [getattr(expected, name) for name in FIGURES]
        if not outcome.fault:
            assert explanation(outcome)["steps"] == explanation(expected)["steps"]
    faults = [one.fault for one in run.outcomes.exclude(fault="")]
    assert (run.job.failed, run.job.state, len(set(faults)) > 7) == (len(faults), JobState.DONE, True)
    scored = run.outcomes.filter(fault="")
    assert scored.filter(application__state=State.GRADED).count() == scored.count() > 20
    assert {one.bonus is None for one in scored.filter(total__isnull=False)} == {True, False}


def test_items_that_do_not_apply_are_stored_with_what_was_said_of_them():
    made = crowd("2026-1")

    run = score(made[0])

    told = [one.trace for one in run.outcomes.filter(fault="", application__track="MFG_AI")]
    with_absence = [trace for trace in told if "absences" in trace]
    assert {tuple(trace["absences"]) for trace in with_absence} == {(CLOUD,)}
    assert 0 < len(with_absence) < len(told)


def test_killed_between_chunks_a_run_goes_on_with_one_outcome_each(monkeypatch):
    monkeypatch.setattr(services, "FIRST", 3)
    made = crowd("2026-1")
    run = start_run(made[0].round, by=make_user(Role.OPERATOR))
    dead = taken(run)
    reached = score_chunk(run, "MFG_AI", dead, size=4)
    score_chunk(run, "MFG_AI", dead, after=reached, size=4)

    take_back_all()
    assert perform_run(run.job_id)

    job = type(run.job).objects.get(pk=run.job_id)
    faults = run.outcomes.exclude(fault="").count()
    assert sorted(run.outcomes.values_list("application", flat=True)) == sorted(one.pk for one in made)
    assert (job.state, job.done, job.failed, job.total) == (JobState.DONE, len(made) - faults, faults, len(made))


def test_a_chunk_is_written_whole_or_not_at_all(monkeypatch):
    """A row that another run of the same job wrote meanwhile stops the chunk; nothing of it stays."""
    made = [make_assessed() for _ in range(3)]
    run = start_run(made[0].round, by=make_user(Role.OPERATOR))
    lease = taken(run)
    with connection.cursor() as cursor:
        cursor.execute("CREATE UNIQUE INDEX one_score_only ON diagnosis_outcome (total)")

    with pytest.raises(DatabaseError):
        score_chunk(run, "INTEGRATED", lease)

    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX one_score_only")
    assert (run.outcomes.count(), type(run.job).objects.get(pk=run.job_id).done) == (0, 0)
    assert score_chunk(run, "INTEGRATED", lease) == made[-1].pk
    assert run.outcomes.count() == 3


def test_what_a_run_stored_is_explained_as_the_kernel_would(django_assert_max_num_queries):
    made = crowd("2026-1")
    run = score(made[0])
    outcome = run.outcomes.filter(fault="", total__isnull=False).select_related("application", "run").first()

    with django_assert_max_num_queries(0):
        said = explanation(outcome)

    assert said["total"] == str(outcome.total)
    assert Decimal(said["steps"][-2]["figures"].get("total", outcome.total)) == outcome.total
