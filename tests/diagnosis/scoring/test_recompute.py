"""The check of stored results: silent over what agrees, one alarm for each figure that was touched."""

import json
from decimal import Decimal

import pytest
from django.conf import settings as portal_settings
from django.core.exceptions import PermissionDenied
from django.db import transaction

from applications import clock
from applications.audit.models import Event
from applications.filing.workflow import State
from applications.jobs.models import Job, JobState
from applications.jobs.services import LeaseLost, take
from applications.notices.models import Notice
from applications.roles import Role
from diagnosis.panels.models import MarkSheet
from diagnosis.scoring import recompute
from diagnosis.scoring.models import Discrepancy, Outcome
from diagnosis.scoring.queries import RECOMPUTE
from diagnosis.scoring.recompute import perform_recompute, recompute_chunk, recompute_nightly, request_recompute
from diagnosis.scoring.services import confirm_run
from diagnosis.scoring.tasks import nightly
from tests.factories.outcomes import make_outcome
from tests.factories.people import make_user
from tests.factories.scoring import make_assessed, score
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db


def check() -> Job:
    job = request_recompute(by=None)
    assert perform_recompute(job.pk)
    return Job.objects.get(pk=job.pk)


def pair() -> tuple[Outcome, Outcome]:
    """The confirmed outcomes of one supplier on both tracks: the integrated one counts the AI score as a bonus."""
    integrated = make_assessed("3", "3.5", "2.5", "4", "3")
    ai = make_assessed("4", "4.5", track="MFG_AI", supplier=integrated.supplier, round=integrated.round)
    confirm_run(score(integrated), by=make_user(Role.AGENCY))
    return Outcome.objects.get(application=integrated), Outcome.objects.get(application=ai)


def alarms() -> list[tuple[str, list[str]]]:
    return [(one.outcome.application.code, list(one.stored)) for one in Discrepancy.objects.filter(resolved_at=None)]


def test_results_as_their_marks_give_them_raise_no_alarm():
    pair(), make_outcome()

    job = check()

    assert (job.state, job.done, job.failed, job.total) == (JobState.DONE, 3, 0, 3)
    assert alarms() == []
    assert not Notice.objects.filter(key__startswith="discrepancies:").exists()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("total", "913.7"),
        ("base", "0.1"),
        ("bonus", "1.0"),
        ("grade_point", "4.999"),
        ("level", "5"),
        ("base_level", "0"),
    ],
)
def test_one_touched_figure_is_one_alarm(column, value):
    integrated, _ai = pair()
    Outcome.objects.filter(pk=integrated.pk).update(**{column: value})

    check()

    found = Discrepancy.objects.get()
    assert (found.outcome, found.places, found.stored) == (integrated, 1, {column: value})
    assert found.recomputed == {column: str(getattr(integrated, column))}


def test_a_touched_ai_score_is_found_where_it_was_touched_and_nowhere_else():
    _integrated, ai = pair()
    Outcome.objects.filter(pk=ai.pk).update(ai="99.0")

    check()

    assert alarms() == [(ai.application.code, ["ai"])]


def rewrite(outcome: Outcome, **changed: object) -> None:
    """Touch the stored snapshot; None takes a key away."""
    stored = json.loads(outcome.snapshot) | changed
    text = json.dumps({key: value for key, value in stored.items() if value is not None or key not in changed})
    Outcome.objects.filter(pk=outcome.pk).update(snapshot=text)


def test_a_touched_figure_of_the_snapshot_is_found_with_the_sums_it_enters():
    outcome = make_outcome()
    awarded = json.loads(outcome.snapshot)["awarded"]
    rewrite(outcome, awarded=[*awarded[:3], 300000, *awarded[4:]])

    check()

    track = "trace/tracks/INTEGRATED"
    places = ["items/1.2.2/points_awarded", "categories/1.2/points_awarded", "sections/1/points_awarded"]
    ((code, found),) = alarms()
    assert (code, sorted(found)) == (outcome.application.code, sorted(f"{track}/{place}" for place in places))


@pytest.mark.parametrize(("key", "place"), [("base", "base"), ("total", "total_exact")])
def test_a_touched_judgement_of_the_snapshot_is_found(key, place):
    outcome = make_outcome()
    (first, *others) = json.loads(outcome.snapshot)["sheets"]
    rewrite(outcome, **({"base": "801.0"} if key == "base" else {"sheets": [[*first[:3], 1, None], *others]}))

    check()

    ((_code, places),) = alarms()
    assert any(one.endswith(f"/{place}") for one in places)


@pytest.mark.parametrize("lost", ["base", "sheets", "awarded", "kind"])
def test_a_snapshot_of_which_something_was_cut_out_is_found_and_stops_no_other(lost):
    outcome, touched = make_outcome(), make_outcome()
    rewrite(outcome, **{lost: None})
    Outcome.objects.filter(pk=touched.pk).update(total="999.9")

    check()

    assert alarms() == [(outcome.application.code, ["snapshot"]), (touched.application.code, ["total"])]
    assert Discrepancy.objects.get(outcome=outcome).stored == {"snapshot": f"missing: {lost}"}


def test_a_snapshot_of_another_format_or_scheme_is_found():
    quiet, older, foreign = make_outcome(), make_outcome(), make_outcome()
    rewrite(older, format=1)
    rewrite(foreign, scheme="1999-1")
    rewrite(quiet)

    check()

    found = {one.outcome: one.stored["snapshot"] for one in Discrepancy.objects.all()}
    assert found == {older: "format 1", foreign: "scheme 1999-1"}


def test_a_touched_sealed_sheet_is_one_alarm_though_it_moves_many_figures():
    outcome = make_outcome(ratings=["3", "3", "3"])
    sheet = MarkSheet.objects.filter(assignment__application=outcome.application).first()
    MarkSheet.objects.filter(pk=sheet.pk).update(sealed="9" + sheet.sealed[1:])

    check()

    found = Discrepancy.objects.get()
    assert found.outcome == outcome
    assert found.stored["total"] == "800.0"
    assert found.places > len(found.stored) == recompute.KEPT


def test_an_alarm_is_an_event_and_one_notice_to_those_who_answer_for_it():
    people = {make_user(Role.OPERATOR), make_user(Role.AGENCY)}
    make_user(Role.AUDITOR), make_user(Role.AGENCY, is_active=False)
    outcome = make_outcome()
    Outcome.objects.filter(pk=outcome.pk).update(total="999.9")

    check()

    event = Event.objects.get(verb="outcome.differs")
    assert (event.stream, event.data["places"]) == (f"application:{outcome.application.code}", ["total"])
    told = Notice.objects.filter(key__startswith="discrepancies:")
    assert {one.recipient for one in told} == people


def test_the_next_check_says_nothing_new_until_the_figure_changes_again():
    make_user(Role.OPERATOR)
    outcome = make_outcome()
    Outcome.objects.filter(pk=outcome.pk).update(total="999.9")
    check(), check()
    assert Notice.objects.filter(key__startswith="discrepancies:").count() == 1

    Outcome.objects.filter(pk=outcome.pk).update(total="999.8")
    check()

    assert Discrepancy.objects.get().stored == {"total": "999.8"}
    assert Notice.objects.filter(key__startswith="discrepancies:").count() == 2


def test_a_mended_figure_closes_its_alarm():
    outcome = make_outcome()
    Outcome.objects.filter(pk=outcome.pk).update(total="999.9")
    check()
    Outcome.objects.filter(pk=outcome.pk).update(total=outcome.total)

    job = check()

    assert (job.failed, alarms(), Discrepancy.objects.count()) == (0, [], 1)
    assert Event.objects.filter(verb="outcome.agrees").count() == 1


def test_what_is_being_assessed_again_is_left_alone():
    outcome = make_outcome()
    outcome.application.state = State.IN_ASSESSMENT
    outcome.application.save()
    Outcome.objects.filter(pk=outcome.pk).update(total="999.9")

    assert check().total == 0


def test_an_ai_result_confirmed_later_does_not_disturb_a_total_that_counts_the_earlier_one():
    integrated, ai = pair()
    MarkSheet.objects.filter(assignment__application=ai.application).update(sealed="A" * 11)
    again = make_outcome_of(ai)

    check()

    assert alarms() == []
    assert again.ai == Decimal("100.0") != integrated.ai


def make_outcome_of(ai: Outcome) -> Outcome:
    """The AI result after a reassessment, confirmed after the first."""
    from_marks = recompute.bridge.outcome_of(
        ai.run, ai.application, recompute.bridge.marks_of([ai.application])[ai.application_id], None
    )
    columns = {"ai": from_marks.ai, "snapshot": from_marks.snapshot, "sections": from_marks.sections}
    Outcome.objects.filter(pk=ai.pk).update(**columns, confirmed_at=clock.now())
    return Outcome.objects.get(pk=ai.pk)


def test_a_check_that_died_goes_on_where_it_stopped(monkeypatch):
    monkeypatch.setattr(recompute, "CHUNK", 1)
    first, second = make_outcome(), make_outcome()
    Outcome.objects.update(total="999.9")
    job = request_recompute(by=None)
    lease = take(job.pk)
    assert recompute_chunk(lease, 0) == first.pk
    Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED, lease="")
    with pytest.raises(LeaseLost), transaction.atomic():
        recompute_chunk(lease, first.pk)

    assert perform_recompute(job.pk)

    job.refresh_from_db()
    assert (job.failed, job.payload["after"]) == (2, second.pk)
    assert Event.objects.filter(verb="outcome.differs").count() == 2


def test_the_beat_asks_once_a_night_in_korean_time():
    schedule = portal_settings.CELERY_BEAT_SCHEDULE["recompute"]
    assert (schedule["task"], schedule["schedule"].hour, portal_settings.CELERY_TIMEZONE) == (
        nightly.name,
        {3},
        "Asia/Seoul",
    )

    job = recompute_nightly()
    assert recompute_nightly() is None
    assert perform_recompute(job.pk)
    assert recompute_nightly() == job
    assert Job.objects.filter(kind=RECOMPUTE).count() == 1


@pytest.mark.parametrize(("role", "may"), [(Role.OPERATOR, True), (Role.AGENCY, True), (Role.AUDITOR, False)])
def test_who_may_ask(role, may):
    person = make_user(role)
    if may:
        assert request_recompute(by=person).created_by == person
    else:
        with pytest.raises(PermissionDenied, match="운영기관과 전담기관만"):
            request_recompute(by=person)


def test_a_supplier_that_changed_its_kind_raises_no_alarm():
    outcome = make_outcome(supplier=make_supplier(supplier_type="SMART_SERVICE"))
    supplier = outcome.application.supplier
    supplier.supplier_type = "SMART_MFG"
    supplier.save()

    assert (check().failed, outcome.trace["kind"]["supplier_type"]) == (0, "SMART_SERVICE")
