"""One scheme from its folder to an explained result: uploaded, proved, published by a second person, used, closed."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from applications import clock
from applications.filing.models import Application
from applications.filing.workflow import State
from applications.people.models import User
from applications.roles import Role
from applications.rounds.models import Round
from diagnosis.answers.models import Answer
from diagnosis.appraisals.services import appraise
from diagnosis.schemes.models import SchemeDraft
from diagnosis.schemes.shelf import SHELF
from diagnosis.scoring.models import Outcome, ScoringRun
from tests.factories.answers import make_answers
from tests.factories.filing import make_application
from tests.factories.panels import fill, make_sheet, sit
from tests.factories.people import make_user
from tests.factories.schemes import scheme_files, zipped

pytestmark = pytest.mark.django_db(transaction=True)
RENAMED = {"mfg_ai": ("모델 개발·성능·검증", "새 이름의 항목")}


def logged_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def published_through_the_pages() -> SchemeDraft:
    first, second = (logged_in(make_user(Role.AGENCY)) for _ in range(2))
    archive = zipped(scheme_files("2027-1", **RENAMED), "2027-1/")
    page = first.post(reverse("schemes:upload"), {"archive": archive}, follow=True)
    assert "계산 예" in page.content.decode()
    address = reverse("schemes:publish", args=[SchemeDraft.objects.get().ref])
    assert first.post(address).status_code == 403
    assert second.post(address).status_code == 302
    return SchemeDraft.objects.get(state="published")


def round_opened_by_it() -> Round:
    now = timezone.localtime(clock.now())
    days = {"opens_at": now + timedelta(minutes=1), "closes_at": now + timedelta(days=9)}
    said = {name: at.strftime("%Y-%m-%dT%H:%M") for name, at in days.items()}
    said |= {"code": "2027-1", "name": "2027년 1차", "seats_INTEGRATED": "5", "seats_MFG_AI": "5"}
    agency = logged_in(make_user(Role.AGENCY))
    assert agency.post("/rounds/new/?scheme=2027-1&round=", said).status_code == 302
    Round.objects.update(opens_at=now - timedelta(days=1))
    return Round.objects.get()


def answered_and_marked(round_: Round) -> Application:
    """One company answers on its page; two assessors mark and close on theirs."""
    application = make_application(round_=round_, track="MFG_AI")
    company = logged_in(application.created_by)
    page = reverse("answers:section", args=[application.code, "1"])
    assert "새 이름의 항목" in company.get(page).content.decode()
    make_answers(application)
    assert Answer.objects.count() == 11
    Application.objects.update(state=State.IN_ASSESSMENT)
    for _ in range(2):
        place = sit(application)
        fill(make_sheet(place), "4.0")
        assessor = logged_in(place.assessor.user)
        assert "새 이름의 항목" in assessor.get(reverse("panels:sheet", args=[application.code])).content.decode()
        assessor.post(reverse("panels:close", args=[application.code]))
    application.refresh_from_db()
    assert application.state == State.ASSESSED
    return application


def released(run: ScoringRun) -> None:
    agency = logged_in(make_user(Role.AGENCY))
    for act in ("confirm", "publish"):
        assert agency.post(reverse(f"scoring:{act}", args=[run.code])).status_code == 302


def assert_explained(application: Application) -> None:
    company = logged_in(application.created_by)
    page = company.get(reverse("results:detail", args=[application.code])).content.decode()
    data = company.get(reverse("results:explain", args=[application.code])).json()
    assert data["scheme"] == {"code": "2027-1", "digest": application.scheme_digest}
    assert "새 이름의 항목" in page
    assert all(step["ko"] in page for step in data["steps"] if step["key"] in ("round", "mean", "trimmed", "untrimmed"))


def test_from_the_folder_to_the_explained_result():
    draft = published_through_the_pages()
    application = answered_and_marked(round_opened_by_it())
    said = StringIO()

    call_command("score_round", "2027-1", stdout=said)

    released(ScoringRun.objects.get())
    outcome = Outcome.objects.get()
    appraise(application, {}, by=application.created_by)
    assert (outcome.fault, str(outcome.ai), outcome.trace["digest"]) == ("", "80.0", draft.digest)
    assert_explained(application)

    closing = reverse("schemes:close", args=[draft.ref])
    assert logged_in(make_user(Role.AGENCY)).post(closing).status_code == 302
    SHELF.forget()  # as after a restart
    assert_explained(application)
    assert logged_in(make_user(Role.AGENCY)).get("/rounds/new/?scheme=2027-1").context["draft"].scheme.code == "2026-1"


@pytest.mark.worker
def test_the_worker_process_scores_by_it(worker):
    """The worker was running before the scheme was published."""
    published_through_the_pages()
    application = answered_and_marked(round_opened_by_it())

    said = StringIO()
    call_command("score_round", "2027-1", "--wait", stdout=said)

    application.refresh_from_db()
    assert (application.state, str(Outcome.objects.get().ai)) == (State.GRADED, "80.0")
