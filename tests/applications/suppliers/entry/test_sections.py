import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from applications.audit.models import Event
from applications.documents.models import DocumentVersion
from applications.suppliers.entry.models import StaffPerson, TrackRecord, WrittenSection
from applications.suppliers.entry.progress import missing
from applications.suppliers.entry.sections import BY_CODE, SECTIONS
from applications.suppliers.entry.services import Said, SavedMeanwhile, save_section
from applications.suppliers.models import PoolState, Standing, Supplier
from tests.factories.documents import PDF, upload
from tests.factories.entries import make_entry
from tests.factories.people import make_member
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db
STAFF = reverse("suppliers:section", args=["staff"])
COMPANY = {
    "name": "한빛공정",
    "representative": "김대표",
    "supplier_type": "SMART_MFG",
    "technology_field": "INFORMATION",
    "company_size": "small",
    "region_code": "41",
    "address": "경기도 성남시",
    "founded_on": "2015-03-02",
    "ksic_code": "58222",
    "ksic_revision": "10",
    "legal_form": "corporation",
    "corporate_number": "110111-1234567",
    "further_types": ["SMART_SERVICE", "SMART_MFG"],
}


def row(place: int, **values: str) -> dict[str, str]:
    said = {"name": "김하늘", "role": "PM", "education": "BACHELOR", "career_years": "7"} | values
    return {f"{place}-{name}": value for name, value in said.items()}


def page_of(client, **said):
    return client.post(STAFF, said)


@pytest.fixture
def company(client):
    supplier = make_supplier(pool_state=PoolState.DRAFT)
    client.force_login(make_member(supplier))
    return supplier


def test_every_section_opens_blank_and_filled(client):
    for supplier in (make_supplier(pool_state=PoolState.DRAFT), make_entry()):
        client.force_login(make_member(supplier))
        found = [client.get(reverse("suppliers:section", args=[one.code])).status_code for one in SECTIONS]
        assert found == [200] * len(SECTIONS)
    assert client.get(reverse("suppliers:section", args=["none-such"])).status_code == 404


def test_company_facts_are_stored_with_their_kinds(client, company):
    client.post(reverse("suppliers:section", args=["company"]), COMPANY)

    stored = Supplier.objects.get()
    assert (stored.corporate_number, stored.ksic_revision, stored.legal_form) == ("1101111234567", 10, "corporation")
    assert stored.address_on is not None
    assert list(stored.further_types.values_list("supplier_type", flat=True)) == ["SMART_SERVICE"]


@pytest.mark.parametrize(("number", "is_told"), [("110111-1234567", True), ("110111-1234566", False)])
def test_a_check_digit_of_a_corporate_number_warns_and_never_refuses(client, company, number, is_told):
    address = reverse("suppliers:section", args=["company"])
    page = client.post(address, COMPANY | {"corporate_number": number}, follow=True)

    doubtful = sum(int(digit) * (1 + place % 2) for place, digit in enumerate(number.replace("-", "")[:-1]))
    assert ("검증 숫자가 맞지 않습니다" in page.content.decode()) == (str(-doubtful % 10) != number[-1])
    assert Supplier.objects.get().corporate_number == number.replace("-", "")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"ksic_code": "5822"}, "업종코드는 다섯 자리 숫자입니다"),
        ({"founded_on": "2999-01-01"}, "설립일은 오늘보다 늦을 수 없습니다"),
        ({"founded_on": "어제"}, "«어제»은(는) 날짜가 아닙니다"),
        ({"name": "가" * 101}, "100"),
        ({"corporate_number": "12"}, "숫자 13자리"),
    ],
)
def test_a_fault_is_said_beside_its_field_and_everything_typed_is_kept(client, company, changes, sentence):
    page = client.post(reverse("suppliers:section", args=["company"]), COMPANY | changes, follow=True).content.decode()

    assert sentence in page
    assert 'value="경기도 성남시"' in page
    assert (Supplier.objects.get().address, WrittenSection.objects.get().rows[0]["address"]) == ("", "경기도 성남시")


def test_a_faulty_row_keeps_all_rows_and_the_table_waits(client, company):
    said = {"count": "3"} | row(0) | row(1, name="이가람", career_years="일곱") | row(2, name="", role="", education="")

    page = client.post(STAFF, said | {"2-career_years": ""}, follow=True).content.decode()

    assert "«일곱»은(는) 정수가 아닙니다." in page
    assert [one["name"] for one in WrittenSection.objects.get().rows] == ["김하늘", "이가람"]
    assert not StaffPerson.objects.exists()
    assert "인력: 고칠 줄 1개" in missing(company)


def test_mended_rows_stand_and_a_removed_one_is_gone(client, company):
    client.post(STAFF, {"count": "2"} | row(0) | row(1, name="이가람", career_years="일곱"))
    written = WrittenSection.objects.get()
    said = {"version": str(written.version), "count": "2"} | row(0) | row(1, name="이가람", career_years="1,0")
    client.post(STAFF, said)
    assert [(one.name, one.career_years) for one in StaffPerson.objects.all()] == [("김하늘", 7), ("이가람", 10)]

    client.post(STAFF, said | {"version": str(written.version + 1), "remove": "0"})

    assert [one.name for one in StaffPerson.objects.all()] == ["이가람"]


def test_saving_the_same_twice_leaves_one_event(client, company):
    for _turn in range(2):
        client.post(STAFF, {"count": "1", "page": "p"} | row(0))

    assert Event.objects.filter(verb="entry.saved").count() == 1


def test_a_colleague_who_saved_meanwhile_is_named_and_nothing_is_lost(client, company):
    page_of(client, count="1", page="mine", **row(0))
    client.force_login(make_member(company, Standing.EDITOR, name="박동료"))

    answer = page_of(client, count="1", page="theirs", version="0", **row(0, name="새이름"))

    assert answer.status_code == 409
    assert "먼저 저장했어요" in answer.content.decode()
    assert 'value="새이름"' in answer.content.decode()
    assert StaffPerson.objects.get().name == "김하늘"


def test_an_open_page_saves_again_and_again_by_itself(client, company):
    for name in ("가나다", "라마바"):
        said = {"count": "1", "page": "one", "version": "0"} | row(0, name=name)
        answer = client.post(STAFF, said, headers={"X-Autosave": "1"})
        assert "저장됨" in answer.json()["message"]

    assert StaffPerson.objects.get().name == "라마바"


def test_versions_guard_where_no_page_is_named(company):
    person = make_member(company)
    said = Said([{"name": "가"}], None, 1, 0)
    save_section(company, BY_CODE["staff"], said, by=person)

    with pytest.raises(SavedMeanwhile):
        save_section(company, BY_CODE["staff"], Said([{"name": "나"}], None, 1, 0), by=person)


@pytest.mark.parametrize("state", [PoolState.SUBMITTED, PoolState.REFUSED, PoolState.SUSPENDED, PoolState.REMOVED])
def test_closed_states_refuse_at_the_door_and_in_the_service(client, state):
    supplier = make_entry(pool_state=state)
    person = make_member(supplier)
    client.force_login(person)

    assert page_of(client, count="1", **row(0)).status_code == 403
    with pytest.raises(PermissionDenied):
        save_section(supplier, BY_CODE["staff"], Said([], [], 0, 0), by=person)


@pytest.mark.parametrize(("standing", "status"), [(Standing.VIEWER, 403), (Standing.EDITOR, 302)])
def test_a_viewer_reads_and_an_editor_writes(client, standing, status):
    client.force_login(make_member(make_supplier(pool_state=PoolState.DRAFT), standing))

    assert client.get(STAFF).status_code == 200
    assert page_of(client, count="1", **row(0)).status_code == status


def test_a_file_stands_behind_its_row_and_cannot_be_taken_from_another_company(client, company):
    said = {"count": "1", "page": "p"} | row(0)
    client.post(STAFF, said | {"0-upload": upload("경력.pdf", PDF)})
    kept = StaffPerson.objects.get().evidence
    assert (kept.name, kept.supplier_id) == ("경력.pdf", company.pk)

    client.force_login(make_member(make_supplier(pool_state=PoolState.DRAFT)))
    client.post(STAFF, said | {"0-evidence": str(kept.key)})

    assert [one.evidence for one in StaffPerson.objects.exclude(supplier=company)] == [None]


def test_a_file_that_is_refused_is_said_and_the_row_is_kept(client, company):
    said = {"count": "1"} | row(0) | {"0-upload": upload("경력.exe", b"MZ")}

    page = client.post(STAFF, said, follow=True).content.decode()

    assert "«경력.exe»: 받지 않는 형식입니다." in page
    assert (StaffPerson.objects.get().name, DocumentVersion.objects.count()) == ("김하늘", 0)


def test_a_section_that_may_be_empty_is_done_once_said_so(client, company):
    records = reverse("suppliers:section", args=["records"])
    before = [line for line in missing(company) if "수행 실적" in line]
    client.post(records, {"count": "1", "is_none": "1"})

    assert (before, [line for line in missing(company) if "수행 실적" in line]) == (["수행 실적: 비어 있음"], [])
    assert not TrackRecord.objects.exists()
