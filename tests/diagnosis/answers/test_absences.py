"""An item that does not apply: claimed with a reason, decided once, rated by nobody, its points told everywhere."""

import pytest
from django.core.exceptions import PermissionDenied
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from applications.audit.models import Event
from applications.filing.models import Application
from applications.filing.workflow import State
from applications.notices.models import Notice
from applications.people.models import User
from applications.roles import Role
from diagnosis.answers.absences import DecidedAlready, absent_codes, decide, has_undecided
from diagnosis.answers.models import Absence, Answer
from diagnosis.answers.queries import track_of
from diagnosis.appraisals.services import appraise
from diagnosis.cases.permissions import is_ready_to_mark, may_decide_claim
from diagnosis.cases.services import decide_claim
from diagnosis.panels.models import MarkSheet
from diagnosis.reports.context import report_context
from diagnosis.scoring.models import Outcome
from diagnosis.scoring.services import confirm_run, publish_run
from diagnosis.submissions.consents import consents_for
from diagnosis.submissions.overview import review_of
from diagnosis.submissions.services import submit
from tests.factories.answers import make_answers
from tests.factories.filing import make_application
from tests.factories.panels import fill, make_sheet, sit
from tests.factories.people import make_user
from tests.factories.scoring import score

pytestmark = pytest.mark.django_db
ITEM = "1.3.1"
CLAIM = "현장 설치형 제품만 공급합니다."
RULING = "제품 구성표로 확인했습니다."
TREATED = "배점 5점은 0점이 되지 않고"


def logged_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def claimed(state: State = State.DRAFT) -> Application:
    """Everything answered, one item said not to apply on its own page."""
    application = make_application(track="MFG_AI")
    make_answers(application)
    company, address = logged_in(application.created_by), reverse("answers:section", args=[application.code, "1"])
    said = {f"{ITEM}-rating": "NA", f"{ITEM}-text": CLAIM, f"{ITEM}-version": "1"}
    assert company.post(address, said).status_code == 302
    Application.objects.filter(pk=application.pk).update(state=state)
    application.refresh_from_db()
    return application


def answer_of(application: Application) -> Answer:
    return Answer.objects.get(application=application, item_code=ITEM)


def granted(application: Application, *, yes: bool = True) -> Absence:
    decide_claim(answer_of(application), granted=yes, reason=RULING, by=make_user(Role.OPERATOR))
    return Absence.objects.get()


def marked_by(application: Application, rating: str) -> str:
    """Marks every other item on the real page and closes; gives back what the sheet showed."""
    place = sit(application)
    sheet = make_sheet(place)
    fill(sheet, rating)
    sheet.marks.filter(item_code=ITEM).delete()
    assessor = logged_in(place.assessor.user)
    page = assessor.get(reverse("panels:sheet", args=[application.code])).content.decode()
    assert assessor.post(reverse("panels:close", args=[application.code])).status_code == 302
    return page


def test_the_claim_is_saved_and_takes_the_item_out_of_the_estimate():
    application = claimed()
    page = logged_in(application.created_by).get(reverse("answers:section", args=[application.code, "1"]))

    assert (answer_of(application).applies, answer_of(application).rating) == (False, None)
    assert page.context["estimate"].item_count == 10
    assert page.context["estimate"].complete
    assert 'value="NA" checked' in page.content.decode()
    assert TREATED in page.content.decode()


def test_only_items_that_the_scheme_names_can_be_claimed():
    application = claimed()
    address = reverse("answers:item", args=[application.code, "1.1.1"])
    said = {"1.1.1-rating": "NA", "1.1.1-text": CLAIM, "1.1.1-version": "1"}

    assert logged_in(application.created_by).post(address, said).status_code == 422
    assert Answer.objects.get(application=application, item_code="1.1.1").applies


def test_a_claim_does_not_block_filing_and_a_bare_one_does():
    application = claimed()
    assert review_of(application).blocking == []
    Answer.objects.filter(item_code=ITEM).update(text="")
    assert [gap.item.code for gap in review_of(application).blocking] == [ITEM]


def test_the_operator_decides_on_a_page_once_and_the_company_is_told():
    application = claimed(State.DRAFT)
    Application.objects.update(state=State.DRAFT)
    agreed = {one.code: True for one in consents_for(track_of(application))}
    submit(application, by=application.created_by, arrived_at=application.round.opens_at, consents=agreed)
    operator = logged_in(make_user(Role.OPERATOR))
    listed = operator.get(reverse("cases:answers", args=[application.code])).content.decode()
    address = reverse("cases:claim", args=[application.code, ITEM])
    assert address in listed
    assert CLAIM in operator.get(address).content.decode()
    assert operator.post(address, {"decision": "grant", "reason": ""}).status_code == 422

    operator.post(address, {"decision": "grant", "reason": RULING})
    operator.post(address, {"decision": "refuse", "reason": "다시"})

    assert (Absence.objects.get().granted, Absence.objects.get().claim) == (True, CLAIM)
    assert Event.objects.filter(verb="absence.granted").count() == 1
    assert RULING in Notice.objects.get(subject="«해당 없음» 판단").body


def test_what_is_decided_falls_with_the_answer_it_was_made_on():
    application = claimed(State.SUBMITTED)
    stale = answer_of(application)
    granted(application)
    with pytest.raises(DecidedAlready):
        decide(stale, granted=False, reason=RULING, by=make_user(Role.OPERATOR))

    Application.objects.update(state=State.SUPPLEMENT)
    said = {f"{ITEM}-rating": "3.0", f"{ITEM}-text": "생각해 보니 해당합니다.", f"{ITEM}-version": str(stale.version)}
    logged_in(application.created_by).post(reverse("answers:item", args=[application.code, ITEM]), said)

    assert (answer_of(application).applies, Absence.objects.count()) == (True, 0)
    with pytest.raises(DecidedAlready):
        decide(stale, granted=True, reason=RULING, by=make_user(Role.OPERATOR))


def test_marking_waits_for_the_decision():
    application = claimed(State.PAID)
    assert has_undecided(application)
    assert "먼저 판단" in is_ready_to_mark(application).reason

    granted(application, yes=False)

    assert "먼저 판단" not in is_ready_to_mark(application).reason


@pytest.mark.parametrize("state", [State.DRAFT, State.IN_ASSESSMENT, State.PUBLISHED])
def test_nothing_is_decided_before_filing_or_after_marking_began(state):
    application = claimed(state)
    assert not may_decide_claim(make_user(Role.OPERATOR), application)
    with pytest.raises(PermissionDenied):
        granted(application)


@pytest.mark.parametrize("role", [Role.AGENCY, Role.AUDITOR])
def test_nobody_but_the_operator_decides(role):
    assert not may_decide_claim(make_user(role), claimed(State.SUBMITTED))


def test_what_was_granted_cannot_be_rated_and_does_not_block_the_sheet():
    application = claimed(State.SUBMITTED)
    granted(application)
    Application.objects.update(state=State.IN_ASSESSMENT)
    application.refresh_from_db()

    page = marked_by(application, "4.0")

    assert "이 항목은 평가하지 않아요" in page
    assert (TREATED in page, RULING in page) == (True, True)
    assert f'name="{ITEM}-rating"' not in page
    assert MarkSheet.objects.get().sealed == "88N88888888"
    place = sit(application)
    make_sheet(place)
    said = {f"{ITEM}-rating": "0.0", f"{ITEM}-reason": "x", f"{ITEM}-version": "0"}
    assessor = logged_in(place.assessor.user)
    assert assessor.post(reverse("panels:mark", args=[application.code, ITEM]), said).status_code == 404
    assert assessor.post(reverse("panels:sheet", args=[application.code]), said).status_code == 302
    assert place.sheet.marks.count() == 0


def test_a_refused_claim_is_marked_like_any_other_item():
    application = claimed(State.SUBMITTED)
    granted(application, yes=False)
    Application.objects.update(state=State.IN_ASSESSMENT)
    place = sit(application)
    fill(make_sheet(place), "4.0")
    page = logged_in(place.assessor.user).get(reverse("panels:sheet", args=[application.code])).content.decode()

    assert "인정되지 않았어요" in page
    assert f'name="{ITEM}-rating"' in page
    assert absent_codes(application) == frozenset()


def published() -> Outcome:
    application = claimed(State.SUBMITTED)
    granted(application)
    Application.objects.update(state=State.IN_ASSESSMENT)
    application.refresh_from_db()
    marked_by(application, "4.0")
    Application.objects.update(state=State.IN_ASSESSMENT)
    marked_by(application, "3.0")
    application.refresh_from_db()
    assert application.state == State.ASSESSED
    run, agency = score(application), make_user(Role.AGENCY)
    confirm_run(run, by=agency)
    publish_run(run, by=agency)
    appraise(application, {}, by=application.created_by)
    return Outcome.objects.select_related("application__supplier").get()


def test_result_report_and_data_say_so_alike_and_no_point_is_lost():
    outcome = published()
    company = logged_in(outcome.application.created_by)
    page = company.get(reverse("results:detail", args=[outcome.application.code])).content.decode()
    data = company.get(reverse("results:explain", args=[outcome.application.code])).json()
    report = render_to_string("report/report.html", report_context(outcome, "ko", None))
    (step,) = [one for one in data["steps"] if one["key"] == "left_out"]

    # 4 and 3 throughout on items that still sum to 100 points
    assert str(outcome.ai) == "70.0"
    assert data["absences"] == {ITEM: {"claim": CLAIM, "reason": RULING}}
    for shown in (page, report):
        assert all(words in shown for words in (step["ko"], CLAIM, RULING, "해당 없음"))
    assert step["en"].startswith("1.3.1 Cloud and hybrid delivery")


def test_nothing_is_left_out_where_nothing_was_claimed():
    application = make_application(track="MFG_AI", state=State.IN_ASSESSMENT)
    make_answers(application)
    place = sit(application)
    fill(make_sheet(place), "4.0").pop(2).delete()

    logged_in(place.assessor.user).post(reverse("panels:close", args=[application.code]))

    assert MarkSheet.objects.get().closed_at is None
