from datetime import timedelta

import pytest
from django.urls import reverse

from applications import clock
from applications.filing.models import Application
from applications.filing.workflow import State
from applications.roles import Role
from diagnosis.panels.marking import close_sheet
from diagnosis.panels.models import Assignment, AssignmentState, Interest, Mark, MarkSheet
from tests.factories.answers import make_answers, make_evidence
from tests.factories.filing import make_application
from tests.factories.panels import fill, make_assessor, make_assignment, make_sheet, sit
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


def open_case(**fields):
    application = make_application(state=State.IN_ASSESSMENT, **fields)
    make_answers(application)
    return application


def body(code, rating, reason, version=0):
    return {f"{code}-rating": rating, f"{code}-reason": reason, f"{code}-version": version}


def address(name, application, *more):
    return reverse(f"panels:{name}", args=[application.code, *more])


def test_an_invited_assessor_accepts_with_declaration_and_pledge(client):
    application = make_application(state=State.PAID)
    place = make_assignment(application)
    client.force_login(place.assessor.user)

    assert client.get(address("sheet", application)).status_code == 403
    answer = client.post(address("declare", application), {"interest": "clear", "explanation": "", "pledge": "on"})

    assert answer.status_code == 302
    assert Assignment.objects.get().state == AssignmentState.ACCEPTED
    assert client.get(address("sheet", application)).status_code == 200


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({}, "이해관계를 골라 주세요."),
        ({"interest": "clear"}, "서약해야 자료를 열람하고 평가할 수 있습니다."),
        ({"interest": "unsure", "pledge": "on"}, "어떤 관계인지 적어 주세요."),
        ({"interest": "conflict"}, "어떤 관계인지 적어 주세요."),
        ({"code": ""}, "거절 사유를 골라 주세요."),
        ({"code": "other"}, "이 사유는 설명이 필요합니다."),
    ],
)
def test_an_answer_with_a_gap_is_given_back_with_a_sentence(client, said, sentence):
    place = make_assignment(make_application(state=State.PAID))
    client.force_login(place.assessor.user)

    answer = client.post(address("declare", place.application), {"explanation": "", **said})

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Assignment.objects.get().state == AssignmentState.INVITED


def test_an_invitation_is_declined_for_a_coded_reason(client):
    place = make_assignment(make_application(state=State.PAID))
    client.force_login(place.assessor.user)

    client.post(address("declare", place.application), {"code": "schedule", "explanation": ""})

    stored = Assignment.objects.get()
    assert (stored.state, stored.decline_code) == (AssignmentState.DECLINED, "schedule")


def test_the_sheet_shows_answer_evidence_anchors_and_no_item_that_ktrs_marks(client):
    application = open_case()
    place = sit(application)
    make_sheet(place)
    evidence = make_evidence(application, "2.1.1")
    client.force_login(place.assessor.user)

    page = client.get(address("sheet", application)).content.decode()

    assert "전담 인력 다섯 명이 있습니다." in page
    assert reverse("documents:version", args=[evidence.version.key]) in page
    assert "전사 표준에 따라 수집·저장·분석을 수행" in page
    assert 'id="item-2.1.1"' in page
    assert 'id="item-1.1.1"' not in page


def test_evidence_opens_for_the_panel_after_the_pledge_and_for_nobody_before(client):
    application = open_case()
    document = make_evidence(application, "2.1.1").version
    where = reverse("documents:file", args=[document.key])
    place = make_assignment(application)

    client.force_login(place.assessor.user)
    assert client.get(where).status_code == 404

    Assignment.objects.update(state=AssignmentState.ACCEPTED, interest=Interest.CLEAR, pledged_at=clock.now())
    opened = client.get(where)
    assert (opened.status_code, b"".join(opened.streaming_content)[:5]) == (200, b"%PDF-")

    client.force_login(make_assessor().user)
    assert client.get(where).status_code == 404


@pytest.mark.parametrize("name", ["declare", "sheet", "close"])
def test_a_case_of_another_assessor_is_not_there(client, name):
    application = open_case()
    make_sheet(sit(application))
    client.force_login(make_assessor().user)

    assert client.get(address(name, application)).status_code == 404


def test_a_mark_is_saved_alone_and_answers_with_the_new_version_and_total(client):
    application = open_case()
    sheet = make_sheet(sit(application))
    client.force_login(sheet.assignment.assessor.user)

    answer = client.post(address("mark", application, "2.1.1"), body("2.1.1", "5.0", "근거를 확인했습니다."))

    assert answer.status_code == 200
    page = answer.content.decode()
    assert 'name="2.1.1-version" value="1"' in page
    assert "100.0" in page
    assert Mark.objects.get().reason == "근거를 확인했습니다."


def test_a_stale_mark_is_409_with_both_texts_kept(client):
    application = open_case()
    sheet = make_sheet(sit(application))
    client.force_login(sheet.assignment.assessor.user)
    where = address("mark", application, "2.1.1")
    client.post(where, body("2.1.1", "5.0", "첫 창에서 쓴 글"))

    answer = client.post(where, body("2.1.1", "2.0", "둘째 창에서 쓴 글"))

    assert answer.status_code == 409
    assert "첫 창에서 쓴 글" in answer.content.decode()
    whole = client.post(address("sheet", application), body("2.1.1", "2.0", "둘째 창에서 쓴 글"))
    assert whole.status_code == 409
    assert "첫 창에서 쓴 글" in whole.content.decode()
    assert "둘째 창에서 쓴 글" in whole.content.decode()
    assert Mark.objects.get().reason == "첫 창에서 쓴 글"


def test_a_rating_off_the_scale_is_refused_and_the_reason_kept_on_the_page(client):
    application = open_case()
    sheet = make_sheet(sit(application))
    client.force_login(sheet.assignment.assessor.user)

    answer = client.post(address("sheet", application), body("2.1.1", "4.7", "사유는 남아야 합니다."))

    assert answer.status_code == 422
    assert "0.5 단위로만" in answer.content.decode()
    assert "사유는 남아야 합니다." in answer.content.decode()
    assert Mark.objects.count() == 0


@pytest.mark.parametrize("item", ["1.1.1", "9.9.9"])
def test_an_item_that_the_panel_does_not_mark_is_not_there(client, item):
    application = open_case()
    sheet = make_sheet(sit(application))
    client.force_login(sheet.assignment.assessor.user)

    assert client.post(address("mark", application, item), body(item, "3.0", "사유")).status_code == 404


def test_the_whole_page_saves_without_a_script_and_leads_to_closing(client):
    application = open_case()
    sheet = make_sheet(sit(application))
    make_sheet(sit(application))
    client.force_login(sheet.assignment.assessor.user)
    said = {"opinion": "좋은 기업입니다.", "close": "1"}
    for item in ("2.1.1", "2.2.1"):
        said |= body(item, "3.5", f"{item} 사유")

    answer = client.post(address("sheet", application), said)

    assert answer.url == address("close", application)
    assert Mark.objects.count() == 2
    assert MarkSheet.objects.get(pk=sheet.pk).opinion == "좋은 기업입니다."
    assert "2.3.1" in client.get(answer.url).content.decode()
    client.post(answer.url)
    assert MarkSheet.objects.get(pk=sheet.pk).closed_at is None

    Mark.objects.all().delete()
    fill(sheet)
    client.post(answer.url)
    assert MarkSheet.objects.get(pk=sheet.pk).closed_at is not None
    assert client.post(address("mark", application, "2.1.1"), body("2.1.1", "1.0", "x", 1)).status_code == 403


def test_an_assessor_reads_the_own_marks_and_nobody_elses(client):
    application = open_case()
    first, second = (make_sheet(sit(application)) for _number in range(2))
    fill(first, reason="먼저 쓴 위원의 사유")
    fill(second, reason="나중에 쓴 위원의 사유")

    for sheet, own, foreign in ((first, "먼저", "나중에"), (second, "나중에", "먼저")):
        client.force_login(sheet.assignment.assessor.user)
        page = client.get(address("sheet", application)).content.decode()
        assert (f"{own} 쓴 위원의 사유" in page, f"{foreign} 쓴 위원의 사유" in page) == (True, False)


def test_before_the_start_the_sheet_is_for_reading_alone(client):
    application = make_application(state=State.PAID)
    make_answers(application)
    place = sit(application)
    client.force_login(place.assessor.user)

    page = client.get(address("sheet", application))

    assert page.status_code == 200
    assert "지금은 자료만 열람할 수 있습니다." in page.content.decode()
    assert client.post(address("sheet", application), {}).status_code == 403


def test_an_operator_invites_whom_a_person_chose_and_sees_progress_but_no_rating(client):
    application = open_case()
    sheet = make_sheet(sit(application))
    fill(sheet, reason="위원만 아는 사유")
    chosen, bystander = make_assessor(), make_assessor()
    client.force_login(make_user(Role.OPERATOR))
    due_on = clock.today() + timedelta(days=5)

    answer = client.post(address("assign", application), {"assessors": [chosen.pk], "due_on": due_on})

    assert answer.status_code == 302
    assert Assignment.objects.filter(assessor=chosen, due_on=due_on).exists()
    assert not Assignment.objects.filter(assessor=bystander).exists()
    for where in (address("assign", application), reverse("cases:detail", args=[application.code])):
        page = client.get(where).content.decode()
        assert "12 / 12" in page
        assert "위원만 아는 사유" not in page


def test_a_barred_assessor_is_refused_by_name(client):
    application = make_application(state=State.PAID)
    insider = make_assessor(affiliation_number=application.supplier.business_number)
    client.force_login(make_user(Role.OPERATOR))

    answer = client.post(address("assign", application), {"assessors": [insider.pk], "due_on": clock.today()})

    assert answer.status_code == 422
    assert f"{insider}: 소속이 신청 기업과 같습니다" in answer.content.decode()


@pytest.mark.parametrize("role", [Role.AGENCY, Role.AUDITOR])
def test_agency_and_auditor_look_at_a_panel_but_change_nothing(client, role):
    application = make_application(state=State.PAID)
    place, one = make_assignment(application), make_assessor()
    client.force_login(make_user(role))

    assert client.get(address("assign", application)).status_code == 200
    asked = {"assessors": [one.pk], "due_on": clock.today()}
    assert client.post(address("assign", application), asked).status_code == 403
    assert client.post(address("release", application, place.pk), {"reason": "x"}).status_code == 403
    assert Assignment.objects.count() == 1


def test_release_asks_for_a_reason_and_who_has_closed_stays(client):
    application = open_case()
    first, second = make_sheet(sit(application)), make_sheet(sit(application))
    fill(first)
    close_sheet(first, by=first.assignment.assessor.user)
    client.force_login(make_user(Role.OPERATOR))

    assert client.post(address("release", application, first.assignment.pk), {"reason": "x"}).status_code == 403
    where = address("release", application, second.assignment.pk)
    assert "사유를 적어 주세요." in client.post(where, {"reason": ""}).content.decode()
    client.post(where, {"reason": "일정 변경"})

    states = Assignment.objects.order_by("id").values_list("state", flat=True)
    assert list(states) == [AssignmentState.ACCEPTED, AssignmentState.RELEASED]


def test_an_operator_settles_a_doubt(client):
    place = sit(make_application(state=State.PAID), interest=Interest.UNSURE, interest_reason="동문입니다.")
    client.force_login(make_user(Role.OPERATOR))
    where = address("dismiss", place.application, place.pk)

    assert "동문입니다." in client.get(where).content.decode()
    client.post(where, {"reason": "직접 관계가 아닙니다."})

    assert Assignment.objects.get().interest == Interest.DISMISSED
    assert client.post(where, {"reason": "다시"}).status_code == 403


def test_the_desk_puts_what_needs_an_answer_first(client):
    one = make_assessor()
    waiting = sit(make_application(state=State.PAID), one, interest=Interest.UNSURE)
    marking = make_sheet(sit(make_application(state=State.IN_ASSESSMENT), one)).assignment
    invited = make_assignment(make_application(state=State.PAID), one)
    over = sit(make_application(state=State.PUBLISHED), one)
    client.force_login(one.user)

    tasks = client.get(reverse("workspace")).context["tasks"]

    assert [task.place for task in tasks] == [invited, marking, waiting]
    every = client.get(reverse("panels:mine")).context["page_obj"].object_list
    assert [task.place for task in every] == [invited, marking, waiting, over]


def test_homes_and_lists_of_assessors_hold_a_fixed_number_of_queries(client, django_assert_max_num_queries):
    one, operator = make_assessor(), make_user(Role.OPERATOR)
    for _number in range(10):
        make_sheet(sit(make_application(state=State.IN_ASSESSMENT), one))
    client.force_login(one.user)
    for name in ("workspace", "panels:mine"):
        with django_assert_max_num_queries(10):
            client.get(reverse(name))
    client.force_login(operator)
    with django_assert_max_num_queries(10):
        client.get(reverse("panels:list"))
    assert Application.objects.count() == 10
