"""The pages around a request for a benefit."""

import pytest
from django.urls import reverse

from applications.roles import Role
from applications.suppliers.models import Standing
from diagnosis.benefits.requests.models import BenefitRequest, RequestState
from tests.factories.benefit_requests import RATE, REGISTRY, make_clear, make_request
from tests.factories.outcomes import make_outcome
from tests.factories.people import make_member, make_user

pytestmark = pytest.mark.django_db
ASK = reverse("benefit_requests:ask", args=[REGISTRY])


@pytest.fixture
def outcome():
    return make_outcome()


def come(client, settings, role=Role.OPERATOR):
    settings.DEMO = True
    client.force_login(make_user(role, is_demo=True))


def steps_on(response):
    return {offer.entitlement.benefit.code: offer.step for offer in response.context["offers"]}


def test_the_company_sees_what_to_do_about_each_benefit(client, outcome):
    client.force_login(outcome.application.created_by)
    code = outcome.application.code

    pages = [client.get(reverse("benefits:own")), client.get(reverse("results:detail", args=[code]))]

    for page in pages:
        steps = steps_on(page)
        assert steps[REGISTRY].url == ASK
        assert steps[RATE].url == reverse("bank_letters:ask", args=[RATE])
        assert steps["BONUS_POINTS"].url == reverse("certificates:detail", args=[code])
        assert steps["DIRECTORY"] is None or steps["DIRECTORY"].url == reverse("suppliers:listing")
        assert steps["SPECIALIST_DESIGNATION"] is None


def test_asking_leads_to_the_request_and_back_to_it(client, outcome):
    client.force_login(outcome.application.created_by)

    page = client.get(ASK).content.decode()
    answers = [client.post(ASK, {"words": "서둘러 주세요"}) for _time in range(2)]

    request = BenefitRequest.objects.get()
    detail = reverse("benefit_requests:detail", args=[request.pk])
    assert (outcome.application.code in page, "보통 14일 안에 답해요." in page) == (True, True)
    assert [answer["Location"] for answer in answers] == [detail, detail]
    assert steps_on(client.get(reverse("benefits:own")))[REGISTRY].url == detail
    assert "서둘러 주세요" in client.get(detail).content.decode()


def test_words_that_are_too_long_are_kept_beside_the_fault(client, outcome):
    client.force_login(outcome.application.created_by)

    answer = client.post(ASK, {"words": "가" * 2001})

    assert (answer.status_code, "가" * 2001 in answer.content.decode()) == (422, True)
    assert not BenefitRequest.objects.exists()


def test_a_viewer_reads_why_and_gets_no_button(client, outcome):
    client.force_login(make_member(outcome.application.supplier, Standing.VIEWER))

    step = steps_on(client.get(reverse("benefits:own")))[REGISTRY]
    refused = client.post(ASK)

    assert (step.url, "열람 권한만" in step.label) == ("", True)
    assert (refused.status_code, "열람 권한만" in refused.content.decode()) == (403, True)


def test_another_companys_request_is_not_there(client, outcome):
    request = make_request(outcome)
    client.force_login(make_outcome().application.created_by)

    assert client.get(reverse("benefit_requests:detail", args=[request.pk])).status_code == 404
    assert client.post(reverse("benefit_requests:withdraw", args=[request.pk])).status_code == 404


def test_the_company_takes_its_request_back(client, outcome):
    request = make_request(outcome)
    client.force_login(outcome.application.created_by)

    page = client.post(reverse("benefit_requests:withdraw", args=[request.pk]), follow=True)

    request.refresh_from_db()
    assert request.state == RequestState.WITHDRAWN
    assert "신청을 거두었습니다." in page.content.decode()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({}, "어떻게 답할지 골라 주세요."),
        ({"decision": "song"}, "목록에서 골라 주세요."),
        ({"decision": "refused"}, "사유를 적어 주세요."),
        ({"decision": "granted", "words": "적어 둔 말"}, "오늘 열려 있지 않은 혜택"),
    ],
)
def test_a_faulty_answer_is_told_beside_the_field(client, settings, outcome, said, sentence):
    request = make_request(outcome)
    come(client, settings)

    answer = client.post(reverse("benefit_requests:answer", args=[request.pk]), said)

    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert said.get("words", "") in answer.content.decode()
    assert BenefitRequest.objects.get().state == RequestState.ASKED


def test_the_operator_answers_once_the_facts_are_on_record(client, settings, outcome):
    request = make_request(outcome)
    make_clear(outcome)
    come(client, settings)

    page = client.get(reverse("benefit_requests:detail", args=[request.pk])).content.decode()
    said = {"decision": "granted", "words": "등록했습니다."}
    after = client.post(reverse("benefit_requests:answer", args=[request.pk]), said, follow=True)

    assert ("제재현황목록" in page, "아직 처리할 수 없어요" in page) == (True, False)
    assert "답변했습니다." in after.content.decode()
    assert BenefitRequest.objects.get().state == RequestState.GRANTED


@pytest.mark.parametrize(
    ("role", "status"), [(Role.OPERATOR, 200), (Role.AGENCY, 200), (Role.AUDITOR, 200), (Role.SUPPLIER, 403)]
)
def test_who_reads_the_list(client, settings, role, status):
    come(client, settings, role)

    assert client.get(reverse("benefit_requests:list")).status_code == status


def test_the_list_begins_with_what_waits_and_finds_the_rest(client, settings, outcome):
    waiting, refused = make_request(outcome), make_request(make_outcome(), state=RequestState.REFUSED)
    come(client, settings)

    def found(**asked):
        return [one for one, *_rest in client.get(reverse("benefit_requests:list"), asked).context["rows"]]

    assert found() == [waiting]
    assert found(state="refused") == [refused]
    assert found(state="", q=waiting.supplier.name) == [waiting]
    assert found(state="song") == [refused, waiting]


def test_pages_read_a_fixed_number_of_rows(client, settings, django_assert_max_num_queries):
    for _one in range(3):
        request = make_request(make_outcome())
    come(client, settings)
    addresses = reverse("benefit_requests:list"), reverse("benefit_requests:detail", args=[request.pk])

    for address in addresses:
        client.get(address)
        with django_assert_max_num_queries(15):
            client.get(address)


def test_the_companys_pages_read_a_fixed_number_of_rows(client, outcome, django_assert_max_num_queries):
    make_request(outcome)
    client.force_login(outcome.application.created_by)
    for address in (reverse("benefits:own"), reverse("results:detail", args=[outcome.application.code])):
        client.get(address)
        with django_assert_max_num_queries(15):
            client.get(address)


def test_the_operators_first_page_counts_what_waits(client, settings, outcome):
    make_request(outcome)
    make_request(outcome, RATE)
    come(client, settings)

    page = client.get(reverse("workspace"))

    assert page.context["benefits"]["count"] == 1
    assert reverse("benefit_requests:list") in page.content.decode()


def test_the_companys_first_page_tells_of_an_open_request_and_only_then(client, outcome):
    client.force_login(outcome.application.created_by)
    before = client.get(reverse("workspace")).content.decode()
    request = make_request(outcome)
    after = client.get(reverse("workspace")).content.decode()
    request.state = RequestState.WITHDRAWN
    request.save()
    taken_back = client.get(reverse("workspace")).content.decode()

    said = ["답변을 기다리는 혜택 신청이 있어요." in page for page in (before, after, taken_back)]
    assert said == [False, True, False]
