"""How each benefit is got."""

from grading.load import load_scheme, shipped_codes
from grading.requests import KINDS, OFFICE, REQUESTS, awaits_figures, request_faults, ways


def test_every_benefit_of_every_shipped_scheme_has_a_way():
    codes = {benefit.code for code in shipped_codes() for benefit in load_scheme(code).benefits}

    assert codes - set(ways()) == set()
    assert [way.code for way in ways().values() if not way.origin.title] == []
    assert {way.kind for way in ways().values()} == set(KINDS)


def test_days_to_answer_are_an_assumption_until_somebody_publishes_them():
    asked = [way for way in ways().values() if way.kind == OFFICE]

    assert [(way.reply_days, way.origin.assumption) for way in asked] == [(14, True)]


def test_a_blank_threshold_is_waited_for_and_a_fact_is_not():
    benefits = {benefit.code: benefit for benefit in load_scheme("2026-1").benefits}

    assert awaits_figures(benefits["SPECIALIST_DESIGNATION"]) is True
    assert awaits_figures(benefits["EXCELLENT_REGISTRY"]) is False


def test_faults_of_the_file_are_found(tmp_path):
    path = tmp_path / "requests.toml"
    text = REQUESTS.read_text("utf-8").replace('kind = "letter"', 'kind = "song"').replace("= 14", "= 0")
    path.write_text(text, "utf-8")

    assert [fault.place for fault in request_faults(path)] == [
        "requests/request/EXCELLENT_REGISTRY/reply_days",
        "requests/request/HANA_RATE/kind",
    ]
    assert request_faults() == []
