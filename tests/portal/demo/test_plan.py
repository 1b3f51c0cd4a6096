from fractions import Fraction
from random import Random

from applications.filing.workflow import State
from applications.suppliers.numbers import parse_business_number
from grading.load import load_scheme
from grading.values import INTEGRATED, MFG_AI
from portal.demo.names import business_numbers, company_names
from portal.demo.plan import Plan
from portal.demo.writing import answer_text, mark_reason, with_particle

FIELDS = ["INFORMATION", "AUTOMATION", "CONNECTION", "INTELLIGENCE"]


def test_full_size_is_the_programme_with_every_state():
    plan = Plan()

    assert (plan.suppliers, plan.applications(INTEGRATED), plan.applications(MFG_AI)) == (2510, 450, 175)
    for track in (INTEGRATED, MFG_AI):
        goals = plan.goals(track)
        assert set(goals) == set(State)
        assert min(goals.values()) > 0
        assert sum(goals.values()) == plan.applications(track)
        assert goals[State.PUBLISHED] > sum(goals.values()) // 2


def test_seats_of_the_first_round_stay_within_the_years_quota():
    scheme = load_scheme("2026-1")

    assert {track: Plan().seats(track) for track in scheme.tracks} == {INTEGRATED: 400, MFG_AI: 150}
    assert all(Plan().seats(code) <= track.quota.companies for code, track in scheme.tracks.items())


def test_a_small_copy_has_every_state_too():
    plan = Plan(scale=Fraction(1, 25))

    assert all(min(plan.goals(track).values()) > 0 for track in (INTEGRATED, MFG_AI))
    assert plan.applications(INTEGRATED) < 30


def test_numbers_are_valid_and_names_distinct():
    numbers = business_numbers(Random(1), 3000)
    names = company_names(Random(1), FIELDS * 700)

    assert [parse_business_number(number) for number in numbers] == numbers
    assert (len(set(numbers)), len(set(names))) == (3000, 2800)


def test_particles_follow_the_last_syllable():
    assert [with_particle(word, "을", "를") for word in ("증빙", "자료", "GS인증(안)", "WBS")] == [
        "증빙을", "자료를", "GS인증(안)을", "WBS를",
    ]  # fmt: skip


def test_what_is_written_for_any_rating_has_no_gap_left():
    rng = Random(3)
    texts = [
        write(rng, item, rating)
        for track in load_scheme("2026-1").tracks.values()
        for item in track.items
        for rating in track.scale.ratings
        for write in (answer_text, mark_reason)
    ]

    assert [text for text in texts if "{" in text or "(사유" in text or len(text) < 20] == []
    assert len(set(texts)) > len(texts) // 2
