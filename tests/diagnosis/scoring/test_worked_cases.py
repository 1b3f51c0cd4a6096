"""The worked cases of a scheme through the whole portal: sealed sheets and letters in, an outcome's figures out."""

import pytest

from applications.filing.workflow import State
from diagnosis.panels.marking import items_of
from diagnosis.scoring.models import Outcome
from grading.cases import EXPECTED, GIVEN
from grading.figures import read_folder
from grading.load import SCHEMES, load_scheme
from grading.values import INTEGRATED, MFG_AI
from tests.factories.filing import make_application
from tests.factories.ktrs import make_ktrs
from tests.factories.panels import sit_and_close
from tests.factories.rounds import make_round
from tests.factories.scoring import score

pytestmark = pytest.mark.django_db
CASES = {case["name"]: case for case in read_folder(SCHEMES / "2026-1").tables["cases"]["case"] if "sheets" in case}


def assessed(case, round_):
    """The case as a company's application, with one on the AI track where the case has AI marks."""
    whole = make_application(track=INTEGRATED, state=State.ASSESSED, round_=round_)
    make_ktrs(whole, letters=spread(case["letters"], whole, "KTRS"))
    marked(whole, case["sheets"])
    if "ai_sheets" in case:
        ai = make_application(track=MFG_AI, state=State.ASSESSED, round_=round_, supplier=whole.supplier)
        marked(ai, case["ai_sheets"])
    return whole


def marked(application, sheets):
    for said in sheets.values():
        sit_and_close(application, list(spread(said, application).values()))


def spread(said, application, marked_by="PANEL"):
    """What the case says of every item, by code: a table, or one value for all."""
    items = items_of(application) if marked_by == "PANEL" else ktrs_items(application)
    return {item.code: said[item.code] if isinstance(said, dict) else said for item in items}


def ktrs_items(application):
    return load_scheme(application.scheme_code).tracks[application.track].ktrs_items


def test_every_case_comes_out_of_a_run_as_it_is_stated():
    round_ = make_round()
    made = {name: assessed(case, round_) for name, case in CASES.items()}

    run = score(next(iter(made.values())))

    found = {name: Outcome.objects.get(run=run, application=one) for name, one in made.items()}
    stated = {name: {key: case[key] for key in EXPECTED if key in case} for name, case in CASES.items()}
    assert {name: {key: str(getattr(found[name], key)) for key in stated[name]} for name in CASES} == stated
    assert len(CASES) >= 7
    assert set().union(*CASES.values()) <= {*EXPECTED, *GIVEN}
