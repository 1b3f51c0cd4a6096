"""Answers and the evidence behind them."""

from decimal import Decimal

from applications.filing.models import Application
from diagnosis.answers.models import Answer, Evidence
from grading.load import load_scheme
from tests.factories.documents import make_version


def make_answer(application: Application, item_code: str = "1.1.1", **fields: object) -> Answer:
    values = {"rating": Decimal("3.0"), "text": "전담 인력 다섯 명이 있습니다.", "saved_by": application.created_by}
    return Answer.objects.create(application=application, item_code=item_code, **(values | fields))


def make_answers(application: Application, rating: str = "3.0") -> list[Answer]:
    """Every item of the application's track answered alike."""
    items = load_scheme(application.scheme_code).tracks[application.track].items
    return [make_answer(application, item.code, rating=Decimal(rating)) for item in items]


def make_evidence(application: Application, item_code: str = "1.1.1", **fields: object) -> Evidence:
    version = fields.pop("version", None) or make_version(application.supplier, **fields)
    return Evidence.objects.create(application=application, item_code=item_code, version=version)
