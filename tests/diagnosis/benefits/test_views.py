"""The page of benefits by day and its twin for programs."""

import pytest
from django.urls import reverse

from applications.audit.models import Event
from applications.roles import Role
from diagnosis.findings.models import Finding
from tests.factories.outcomes import make_outcome
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def outcome():
    return make_outcome()


@pytest.fixture
def number(outcome):
    return outcome.application.supplier.business_number


def come(client, settings, role):
    settings.DEMO = True
    client.force_login(make_user(role, is_demo=True))
    return client


def test_a_company_reads_its_own_benefits_on_a_day(client, outcome):
    client.force_login(outcome.application.created_by)

    today = client.get(reverse("benefits:own")).content.decode()
    early = client.get(reverse("benefits:own"), {"on": "2020-01-01"}).content.decode()

    assert ("하나은행 사업화 자금 금리 우대" in today, outcome.application.code in today) == (True, True)
    assert "그날까지 공개된 진단 결과가 없습니다." not in today
    assert "그날까지 공개된 진단 결과가 없습니다." in early


def test_page_and_data_say_the_same(client, settings, outcome, number):
    come(client, settings, Role.AGENCY)

    page = client.get(reverse("benefits:supplier", args=[number]))
    data = client.get(reverse("benefits:data", args=[number])).json()

    shown = {one.benefit.code: one.dated.answer.state for one in page.context["day"].entitlements}
    assert {one["code"]: one["state"] for one in data["benefits"]} == shown
    rate = next(one for one in data["benefits"] if one["code"] == "HANA_RATE")
    assert (rate["state"], rate["standing"]["result"], rate["standing"]["level"]) == (
        "open",
        outcome.application.code,
        "3",
    )
    assert rate["after"] == {"downgrade": "kept", "correction": "effective", "revocation": "effective"}
    assert [event["kind"] for event in data["events"]] == ["published"]


def test_the_calculator_shows_what_counts(client, settings, number):
    come(client, settings, Role.OPERATOR)

    said = {"notice": "MFG-AI-2026", "others": "3, 1, 2"}
    answer = client.get(reverse("benefits:supplier", args=[number]), said)
    data = client.get(reverse("benefits:data", args=[number]), said).json()["bonus"]

    assert "이 공고에는 역량진단 가점 항목이 없습니다." in answer.content.decode()
    assert (data["answer"]["total"], data["answer"]["cap_points"], data["answer"]["cap_items"]) == ("5", "5", 2)
    assert [item["counts"] for item in data["answer"]["items"]] == [True, False, True]
    # the scheme's own table gives 1 at Level 3: never more than pending
    assert (data["expected"]["points"], data["expected"]["state"]) == ("1", "pending")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"on": "어제"}, "날짜를 2026-05-29 형식으로 적어 주세요."),
        ({"on": "0001-01-01"}, "연도를 1900에서 2999 사이로 적어 주세요."),
        ({"notice": "NONE"}, "목록에 있는 공고를 골라 주세요."),
        ({"others": "셋"}, "점수를 숫자로 적고 쉼표로 나누어 주세요."),
        ({"others": "-1"}, "점수는 0 이상의 숫자여야 합니다."),
        ({"others": "NaN"}, "점수는 0 이상의 숫자여야 합니다."),
        ({"notice": "MFG-AI-2026", "others": "1,1,1,1,1,1,1"}, "이 공고의 가점 항목은 6개입니다."),
        ({"notice": "MFG-AI-2026", "others": "6"}, "가점 상한(5점)을 넘습니다."),
    ],
)
def test_bad_questions_are_told_beside_the_field(client, settings, number, said, sentence):
    come(client, settings, Role.OPERATOR)

    page = client.get(reverse("benefits:supplier", args=[number]), said)
    data = client.get(reverse("benefits:data", args=[number]), said)

    assert (page.status_code, sentence in page.content.decode()) == (422, True)
    assert (data.status_code, sentence in data.content.decode()) == (422, True)


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.OPERATOR, 200), (Role.AGENCY, 200), (Role.AUDITOR, 200), (Role.MINISTRY, 403), (Role.ASSESSOR, 403)],
)
def test_who_may_read_a_company(client, settings, number, role, status):
    come(client, settings, role)

    assert client.get(reverse("benefits:supplier", args=[number])).status_code == status


def test_a_company_does_not_read_another(client, number):
    client.force_login(make_outcome().application.created_by)

    assert client.get(reverse("benefits:supplier", args=[number])).status_code == 404
    assert client.get(reverse("benefits:data", args=[number])).status_code == 404


def finding(**said):
    values = {
        "fact": "sanction_within_3_years",
        "answer": "met",
        "from_on": "2026-08-01",
        "source": "제재현황목록 조회",
    }
    return values | said


def test_an_official_puts_down_a_finding_and_the_benefit_opens(client, settings, number):
    come(client, settings, Role.OPERATOR)
    page = reverse("benefits:supplier", args=[number])
    before = client.get(page).context["lines"][1]

    answer = client.post(reverse("findings:record", args=[number]), finding(from_on="2020-01-01"), follow=True)

    after = answer.context["lines"][1]
    assert (before.tone, after.tone) == ("warning", "success")
    assert Finding.objects.get().value == "false"
    assert Event.objects.filter(verb="finding.recorded").count() == 1
    assert "제재현황목록 조회" in answer.content.decode()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"fact": ""}, "확인 사항을 골라 주세요."),
        ({"fact": "x"}, "목록에서 골라 주세요."),
        ({"answer": ""}, "확인 결과를 골라 주세요."),
        ({"fact": "smart_revenue_share"}, "비중을 적어 주세요."),
        ({"from_on": ""}, "날짜를 적어 주세요."),
        ({"until_on": "2026-07-31"}, "시작일보다 앞설 수 없습니다."),
        ({"source": ""}, "확인 근거를 적어 주세요."),
    ],
)
def test_a_faulty_finding_is_told_beside_the_field(client, settings, number, said, sentence):
    come(client, settings, Role.OPERATOR)

    answer = client.post(reverse("findings:record", args=[number]), finding(**said))

    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert not Finding.objects.exists()


def test_a_share_is_stored_as_a_part_of_one(client, settings, number):
    come(client, settings, Role.AGENCY)

    client.post(reverse("findings:record", args=[number]), finding(fact="smart_revenue_share", share="35.5"))

    assert Finding.objects.get().value == "0.355"


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SUPPLIER, Role.MINISTRY])
def test_others_put_down_nothing(client, settings, number, role):
    come(client, settings, role)

    assert client.post(reverse("findings:record", args=[number]), finding()).status_code == 403
    assert not Finding.objects.exists()


def test_a_page_reads_a_fixed_number_of_rows(client, settings, outcome, number, django_assert_max_num_queries):
    come(client, settings, Role.AGENCY)
    client.get(reverse("benefits:supplier", args=[number]))

    with django_assert_max_num_queries(12):
        client.get(reverse("benefits:supplier", args=[number]))
