"""The letter that a company takes to a bank: what it says, that it is one, and what /check/ says of it."""

import io

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from pypdf import PdfReader

from applications import clock
from applications.audit.models import Event
from applications.jobs.models import Job
from applications.jobs.services import perform
from applications.roles import Role
from applications.suppliers.models import Standing
from diagnosis.bank_letters.models import BankLetter
from diagnosis.bank_letters.services import issue, issue_asked, request_letter
from diagnosis.benefits.requests.models import BenefitRequest, RequestState
from diagnosis.benefits.requests.services import tend_requests
from diagnosis.checks.examining import Verdict, examine
from tests.factories.benefit_requests import RATE, REGISTRY, make_request
from tests.factories.outcomes import make_outcome
from tests.factories.people import make_member, make_user
from tests.factories.rulings import make_ruling
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db


@pytest.fixture
def outcome():
    company = make_supplier(name="다온제어시스템", name_en="Daon Control Systems", representative="홍길동")
    return make_outcome(supplier=company)


@pytest.fixture
def letter(outcome):
    return issue(make_request(outcome, RATE))


def bytes_of(letter):
    with letter.file.open("rb") as file:
        return file.read()


def text_of(pdf):
    pages = PdfReader(io.BytesIO(pdf)).pages
    return "".join("".join(page.extract_text() for page in pages).replace("\u2060", "").split())


def test_the_letter_says_what_a_bank_needs_in_both_languages_on_one_page(outcome, letter):
    pdf = bytes_of(letter)
    said, reader = text_of(pdf), PdfReader(io.BytesIO(pdf))

    wanted = ["역량진단등급확인서", "ConfirmationofDiagnosisLevel", "하나은행", "HanaBank", "다온제어시스템"]
    wanted += ["DaonControlSystems", letter.printed_business_number, "Level3", letter.printed_number, "Level3-이상"]
    wanted += [f"/check/{letter.printed_number}/", "은행이정합니다", "공개하지않은가정입니다"]
    assert [words for words in wanted if words not in said] == []
    assert len(reader.pages) == 1
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"].value is True


def test_it_names_no_person_and_no_score(outcome, letter):
    said = text_of(bytes_of(letter))

    person = outcome.application.created_by
    assert [one for one in (str(outcome.total), person.name, person.email, "홍길동") if one in said] == []


def test_a_hostile_name_stays_text_and_on_one_page():
    name = "<img src=http://127.0.0.1:9/x><script>" + "긴이름" * 20
    pdf = bytes_of(issue(make_request(make_outcome(supplier=make_supplier(name=name[:100])), RATE)))

    assert "<imgsrc=http://127.0.0.1:9/x>" in text_of(pdf)
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1


def test_pressing_twice_makes_one_request_one_job_and_one_letter(outcome):
    supplier, owner = outcome.application.supplier, outcome.application.created_by
    first, second = (request_letter(supplier, RATE, by=owner) for _time in range(2))

    job = Job.objects.get(kind="diagnosis.bank_letters.issue")
    perform(job.pk, issue_asked)
    third = request_letter(supplier, RATE, by=owner)

    assert first == second == third
    assert (BankLetter.objects.count(), Job.objects.filter(kind=job.kind).count()) == (1, 1)
    assert BenefitRequest.objects.get().state == RequestState.GRANTED
    letter = BankLetter.objects.get()
    assert letter.number not in str(list(Event.objects.values_list("data", flat=True)))
    assert Event.objects.get(verb="bank_letter.issued").data["sha256"] == letter.sha256


def test_a_letter_whose_benefit_went_before_it_was_made_is_not_made(outcome):
    request = make_request(outcome, RATE)
    make_ruling(outcome, clock.today())

    with pytest.raises(PermissionDenied):
        issue(request)
    assert not BankLetter.objects.exists()


@pytest.mark.parametrize("benefit", [REGISTRY, "DIRECTORY", "NONE"])
def test_other_benefits_have_no_letter(outcome, benefit):
    with pytest.raises(PermissionDenied, match="은행 제출용 확인서가 없습니다"):
        request_letter(outcome.application.supplier, benefit, by=outcome.application.created_by)


def test_the_check_knows_number_and_file(client, letter):
    page = client.get(reverse("checks:number", args=[letter.printed_number]))
    data = client.get(reverse("checks:data", args=[letter.printed_number])).json()

    assert ("은행 제출용 확인서" in page.content.decode(), page.context["answer"].is_valid) == (True, True)
    assert (data["document"], data["state"], data["level"]) == ("bank_letter", "valid", "3")
    finding = examine(bytes_of(letter))
    assert (finding.verdict, finding.paper) == (Verdict.ISSUED, letter)


def test_the_check_says_when_a_letter_is_worth_nothing_any_more(client, outcome, letter):
    make_ruling(outcome, clock.today())
    tend_requests()

    data = client.get(reverse("checks:data", args=[letter.printed_number])).json()

    assert (data["state"], data["valid"]) == ("revoked", False)


def test_the_check_says_when_the_benefit_alone_has_ended(client, letter):
    BenefitRequest.objects.update(state=RequestState.ENDED, ended_at=clock.now(), end_reason="–")

    assert client.get(reverse("checks:data", args=[letter.printed_number])).json()["state"] == "ended"


def test_the_company_makes_and_fetches_its_letter(client, outcome):
    client.force_login(outcome.application.created_by)
    ask = reverse("bank_letters:ask", args=[RATE])

    asking = client.get(ask).content.decode()
    made = client.post(ask, follow=True)
    request = BenefitRequest.objects.get()
    issue(request)
    detail = reverse("bank_letters:detail", args=[request.pk])
    file = client.get(reverse("bank_letters:download", args=[request.pk]))

    assert ("은행이 정해요" in asking, "아직 공개하지 않은 가정" in asking) == (True, True)
    assert "확인서를 만들고 있어요." in made.content.decode()
    assert client.get(ask)["Location"] == detail
    assert "확인서 PDF 내려받기" in client.get(detail).content.decode()
    assert (file.status_code, b"".join(file.streaming_content)[:5]) == (200, b"%PDF-")


def test_viewers_and_strangers_make_none(client, outcome):
    ask = reverse("bank_letters:ask", args=[RATE])
    client.force_login(make_member(outcome.application.supplier, Standing.VIEWER))
    viewer = client.post(ask).status_code
    letter = issue(make_request(outcome, RATE))
    client.force_login(make_outcome().application.created_by)

    addresses = [reverse(f"bank_letters:{page}", args=[letter.request_id]) for page in ("detail", "download", "ready")]
    assert (viewer, [client.get(one).status_code for one in addresses]) == (403, [404, 404, 404])


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.AUDITOR])
def test_officials_read_and_press_nothing(client, settings, letter, role):
    settings.DEMO = True
    client.force_login(make_user(role, is_demo=True))
    detail = reverse("bank_letters:detail", args=[letter.request_id])

    assert (client.get(detail).status_code, client.post(detail).status_code) == (200, 403)
