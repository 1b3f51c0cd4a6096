from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from openpyxl import Workbook, load_workbook

from applications.suppliers.entry.models import StaffPerson, TrackRecord, WrittenSection
from applications.suppliers.entry.sections import BY_CODE
from applications.suppliers.entry.sheets.models import SheetUpload
from applications.suppliers.entry.sheets.services import TakenAlready, take_over
from applications.suppliers.entry.sheets.template import workbook_of
from applications.suppliers.models import PoolState
from tests.factories.entries import filled_sheet, uploaded
from tests.factories.people import make_member
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db
UPLOAD = reverse("suppliers:sheet_upload", args=["staff"])
GOOD = ["김하늘", "PM", "학사", "산업공학", 7, "구축 4건", "정보처리기사"]
OTHER = ["이가람", "S/W 개발", "석사", "", "3", "", ""]


@pytest.fixture
def owner(client):
    person = make_member(make_supplier(pool_state=PoolState.DRAFT))
    client.force_login(person)
    return person


def report(client, file) -> str:
    return client.post(UPLOAD, {"sheet": file}, follow=True).content.decode()


def take(client, **said: str) -> str:
    address = reverse("suppliers:sheet", args=[SheetUpload.objects.latest("pk").pk])
    return client.post(address, said, follow=True).content.decode()


def test_the_template_has_lists_notes_and_an_example(client, owner):
    answer = client.get(reverse("suppliers:sheet_template", args=["records"]))
    book = load_workbook(BytesIO(answer.content))
    entry, example, lists = book.worksheets

    assert "filename*=UTF-8''POOL%20" in answer["Content-Disposition"]
    assert [cell.value for cell in entry[1]][:2] == ["과제명", "도입기업"]
    assert all(cell.comment.text for cell in entry[1])
    assert len(entry.data_validations.dataValidation) == 3
    assert (example["A2"].value, entry["A2"].value, lists.sheet_state) == ("○○정밀 생산정보시스템 구축", None, "hidden")


def test_every_row_is_reported_before_anything_is_registered(client, owner):
    wrong = ["박다온", "사장", "학사", "", "일곱", "", ""]
    formula = ["최라온", "PM", "학사", "", "=3+4", "", ""]

    page = report(client, filled_sheet("staff", GOOD, wrong, OTHER, formula))

    assert "4줄 중 2줄을 읽었고 2줄은 고쳐야 해요." in page
    assert "«사장»은(는) 목록에 없습니다." in page
    assert "«일곱»은(는) 정수가 아닙니다." in page
    assert "수식은 받지 않아요" in page
    assert [row["line"] for row in SheetUpload.objects.get().rows if row["faults"]] == [3, 5]
    assert not StaffPerson.objects.exists()


def test_faulty_rows_hold_the_others_back_unless_asked_otherwise(client, owner):
    report(client, filled_sheet("staff", GOOD, ["박다온", "사장", "학사", "", 1, "", ""]))
    assert "올바른 줄만 등록" in take(client)
    assert not StaffPerson.objects.exists()

    take(client, sound_only="1")

    assert [(one.name, one.role, one.career_years) for one in StaffPerson.objects.all()] == [("김하늘", "PM", 7)]


def test_the_same_file_and_a_mended_one_add_only_what_is_new(client, owner):
    for rows in ([GOOD, OTHER], [GOOD, OTHER], [GOOD, OTHER, ["박다온", "PM", "박사", "", 1, "", ""], GOOD]):
        report(client, filled_sheet("staff", *rows))
        take(client)

    assert [one.name for one in StaffPerson.objects.all()] == ["김하늘", "이가람", "박다온"]
    assert [(one.added, one.skipped) for one in SheetUpload.objects.order_by("pk")] == [(2, 0), (0, 2), (1, 3)]
    assert not SheetUpload.objects.exclude(rows=[]).exists()


def test_taking_over_twice_changes_nothing(client, owner):
    report(client, filled_sheet("staff", GOOD))
    stale = SheetUpload.objects.get()
    take(client)

    with pytest.raises(TakenAlready):
        take_over(stale, sound_only=True, by=owner)

    assert StaffPerson.objects.count() == 1


def test_what_was_typed_with_faults_stays_beside_what_comes_from_a_file(client, owner):
    address = reverse("suppliers:section", args=["staff"])
    client.post(address, {"count": "1", "0-name": "반쯤", "0-career_years": "많음"})
    report(client, filled_sheet("staff", GOOD))
    take(client)

    assert [row["name"] for row in WrittenSection.objects.get().rows] == ["반쯤", "김하늘"]
    assert not StaffPerson.objects.exists()


def test_a_template_in_english_is_read_too(client, owner):
    with translation.override("en"):
        book = load_workbook(BytesIO(workbook_of(BY_CODE["records"])))
    values = ["MES", "Customer", "Food", "2024-01-02", "2024-06-30", "120,000", "MES", "Basic"]
    for column, value in enumerate(values, 1):
        book.worksheets[0].cell(row=2, column=column, value=value)
    client.post(reverse("suppliers:sheet_upload", args=["records"]), {"sheet": uploaded(book, "records.xlsx")})
    take(client)

    assert TrackRecord.objects.values_list("industry", "amount", "reached").get() == ("10", 120_000, "BASIC")


def with_member(name: str, content: bytes = b"x") -> SimpleUploadedFile:
    """A filled template with one more member in its archive."""
    data = BytesIO(filled_sheet("staff", GOOD).read())
    with ZipFile(data, "a", ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return SimpleUploadedFile("인력.xlsx", data.getvalue())


def bare_book() -> SimpleUploadedFile:
    book = Workbook()
    book.active.append(["아무", "제목"])
    return uploaded(book, "다른.xlsx")


REFUSED = {
    "another extension": (lambda: SimpleUploadedFile("인력.xlsm", b"PK"), ".xlsx)만"),
    "no workbook": (lambda: SimpleUploadedFile("인력.xlsx", b"hello"), "구조가 아닙니다"),
    "a password": (lambda: SimpleUploadedFile("인력.xlsx", bytes.fromhex("D0CF11E0A1B11AE1")), "암호"),
    "macros": (lambda: with_member("xl/vbaProject.bin"), "매크로"),
    "links": (lambda: with_member("xl/externalLinks/externalLink1.xml"), "연결"),
    "a bomb": (lambda: with_member("xl/media/a.bin", b"0" * 31 * 1024**2), "비정상"),
    "a broken sheet": (lambda: SimpleUploadedFile("인력.xlsx", broken()), "읽지 못했어요"),
    "too large": (lambda: SimpleUploadedFile("인력.xlsx", b"PK" + b"0" * 3 * 1024**2), "너무 커요"),
    "other headers": (bare_book, "없는 열: 이름"),
    "no rows": (lambda: filled_sheet("staff"), "읽을 줄이 없어요"),
    "too many rows": (lambda: filled_sheet("staff", *[GOOD] * 301), "300줄까지"),
}


def broken() -> bytes:
    data = BytesIO()
    with ZipFile(BytesIO(filled_sheet("staff", GOOD).read())) as sound, ZipFile(data, "w") as archive:
        for name in sound.namelist():
            archive.writestr(name, b"<a" if name == "xl/workbook.xml" else sound.read(name))
    return data.getvalue()


@pytest.mark.parametrize("case", REFUSED)
def test_a_file_that_cannot_be_read_is_refused_in_words(client, owner, case):
    make, sentence = REFUSED[case]

    page = report(client, make())

    assert sentence in page
    assert not SheetUpload.objects.exists()


def test_another_company_sees_no_upload(client, owner):
    report(client, filled_sheet("staff", GOOD))
    address = reverse("suppliers:sheet", args=[SheetUpload.objects.get().pk])
    assert client.get(address).status_code == 200
    client.force_login(make_member(make_supplier()))

    assert (client.get(address).status_code, client.post(address).status_code) == (404, 404)
