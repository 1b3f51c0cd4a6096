from collections import Counter

from django.core.management import CommandError, call_command

from applications.audit.models import Event
from applications.audit.verification import verify
from applications.filing.models import Application
from applications.filing.workflow import State
from applications.jobs.models import Job, JobState
from applications.jobs.services import retry
from applications.people.models import User
from diagnosis.scoring.models import Outcome, ScoringRun
from diagnosis.scoring.queries import CORRECT
from grading.load import load_scheme
from portal.demo.people import has_cast
from tests.factories.demo import SMALL, finish_small


def test_every_state_of_the_table_is_reached_as_planned(finished):
    for track in load_scheme("2026-1").tracks:
        found = Counter(Application.objects.filter(track=track).values_list("state", flat=True))
        assert found == Counter({state.value: count for state, count in SMALL.goals(track).items()})


def test_results_came_from_runs_that_another_person_confirmed(finished):
    runs = ScoringRun.objects.exclude(job__kind=CORRECT).order_by("pk")

    assert [run.job.state for run in runs] == [JobState.DONE] * 3
    assert [(run.confirmed_at is not None, run.published_at is not None) for run in runs] == [
        (True, True),
        (True, False),
        (False, False),
    ]
    assert all(run.confirmed_by_id not in (None, run.started_by_id) for run in runs[:2])
    assert Outcome.objects.exclude(fault="").count() == 0


def test_the_demo_supplier_has_a_good_result_on_both_tracks_with_one_weak_section(finished):
    own = Outcome.objects.filter(application__supplier__members__user__email="supplier@example.kr", current=True)
    by_track = {one.application.track: one for one in own}
    scheme, result = load_scheme("2026-1"), by_track["INTEGRATED"]
    shares = {code: float(part["points"]) / float(part["possible"]) for code, part in result.sections.items()}

    assert scheme.level(result.level).rank >= scheme.level(scheme.excellent_level).rank
    assert by_track["MFG_AI"].ai == result.bonus
    assert min(shares, key=lambda code: shares[code]) == "2"
    assert shares["2"] < 0.75 < min(shares["1"], shares["3"])


def test_finishing_twice_changes_nothing_more(finished):
    before = (Outcome.objects.count(), Event.objects.exclude(stream="demo").count(), Job.objects.count())
    job = Job.objects.get(key="demo:finish")
    Job.objects.filter(pk=job.pk).update(state=JobState.FAILED)
    retry(job)
    finish_small()

    assert (Outcome.objects.count(), Event.objects.exclude(stream="demo").count(), Job.objects.count()) == before


def test_work_that_stopped_in_the_middle_goes_on_where_it_stopped(loaded):
    told = Event.objects.get(verb="demo.loaded")
    whole = dict(told.data)
    cut = {state: codes for state, codes in whole["todo"].items() if state != State.GRADED}
    Event.objects.filter(pk=told.pk).update(data=whole | {"todo": cut})
    finish_small()
    job = Job.objects.get(key="demo:finish")
    assert (job.state, job.done) == (JobState.QUEUED, 4)

    Event.objects.filter(pk=told.pk).update(data=whole)
    finish_small()
    assert Job.objects.get(key="demo:finish").state == JobState.DONE
    found = Counter(Application.objects.filter(track="INTEGRATED").values_list("state", flat=True))
    assert found == Counter({state.value: count for state, count in SMALL.goals("INTEGRATED").items()})
    assert ScoringRun.objects.exclude(job__kind=CORRECT).count() == 3


def test_the_chain_is_whole_after_everything(finished):
    *_, check = verify()

    assert check.breaks == []


def test_the_command_refuses_outside_the_demo(db, settings):
    settings.DEMO = False
    refused = ""
    try:
        call_command("seed_demo")
    except CommandError as error:
        refused = str(error)

    assert "DEMO=1" in refused
    assert User.objects.count() == 0


def test_the_command_loads_once_and_prints_the_log_ins(db, settings, capsys):
    settings.DEMO = True
    call_command("seed_demo", scale=SMALL.scale)
    loaded = Application.objects.count()
    call_command("seed_demo", scale=SMALL.scale)
    call_command("seed_demo", "--log-ins")
    printed = capsys.readouterr().out

    assert (has_cast(), Application.objects.count()) == (True, loaded)
    assert Application.objects.filter(state=State.ASSESSED).exists()
    assert all(
        f"{role}@example.kr" in printed
        for role in ("supplier", "assessor", "operator", "agency", "ministry", "auditor")
    )
    assert settings.DEMO_PASSWORD in printed
