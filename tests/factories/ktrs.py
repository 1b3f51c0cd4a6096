"""KIBO's answers."""

from itertools import count

from applications import clock
from applications.filing.models import Application
from diagnosis.ktrs.models import KtrsResult
from grading.load import load_scheme

serials = count(1)


def make_ktrs(application: Application, letter: str = "C", **fields: object) -> KtrsResult:
    items = load_scheme(application.scheme_code).tracks[application.track].ktrs_items
    values = {
        "evaluation_number": f"KTRS-{next(serials):06d}",
        "evaluated_on": clock.today(),
        "grade": "BBB",
        "letters": {item.code: letter for item in items},
    }
    return KtrsResult.objects.create(application=application, **(values | fields))
