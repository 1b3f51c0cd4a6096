"""What a company has registered in the POOL, as the tables hold it."""

from datetime import date
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from applications import clock
from applications.suppliers.entry.models import FinanceYear, ServedRegion, StaffPerson, Technology, TrackRecord
from applications.suppliers.entry.sections import BY_CODE
from applications.suppliers.entry.sheets.template import workbook_of
from applications.suppliers.models import Supplier
from tests.factories.suppliers import make_supplier

WHOLE = {
    "address": "세종대로 1",
    "phone": "02-000-0000",
    "founded_on": date(2015, 3, 2),
    "employees": 12,
    "ksic_code": "58222",
    "legal_form": "sole",
}
PERSON = {"name": "김하늘", "role": "PM", "education": "BACHELOR", "career_years": 7}
PROJECT = {
    "project": "새벽정밀 MES 구축",
    "customer": "새벽정밀",
    "industry": "25",
    "began_on": date(2024, 3, 1),
    "ended_on": date(2024, 9, 30),
    "amount": 120_000,
    "technology": "MES",
    "reached": "MIDDLE1",
}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def make_entry(**fields: object) -> Supplier:
    """A company whose entry lacks nothing."""
    supplier = make_supplier(**(WHOLE | fields))
    ServedRegion.objects.create(supplier=supplier, region_code="41")
    Technology.objects.create(supplier=supplier, code="MES", mode="STANDALONE")
    StaffPerson.objects.create(supplier=supplier, **PERSON)
    TrackRecord.objects.create(supplier=supplier, **PROJECT)
    for back in range(1, 4):
        FinanceYear.objects.create(
            supplier=supplier,
            year=clock.today().year - back,
            sales=5_000_000,
            operating_profit=-1000,
            net_profit=0,
            assets=3_000_000,
            liabilities=1_000_000,
        )
    return supplier


def filled_sheet(code: str, *rows: list[object], name: str = "인력.xlsx") -> SimpleUploadedFile:
    """The template of a section with rows typed below its headers."""
    book = load_workbook(BytesIO(workbook_of(BY_CODE[code])))
    for number, row in enumerate(rows, 2):
        for column, value in enumerate(row, 1):
            book.worksheets[0].cell(row=number, column=column, value=value)
    return uploaded(book, name)


def uploaded(book: Workbook, name: str) -> SimpleUploadedFile:
    """A workbook as a browser sends it."""
    content = BytesIO()
    book.save(content)
    return SimpleUploadedFile(name, content.getvalue(), content_type=XLSX)
