import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnosis.certificates.models import Certificate
from diagnosis.certificates.numbers import ALPHABET, DRAWN, check_character, draw, grouped, read
from diagnosis.certificates.queries import numbered
from tests.factories.certificates import make_certificate
from tests.factories.outcomes import make_outcome

GUESSES, CHUNK = 100_000, 500


def test_a_number_has_at_least_eighty_drawn_bits():
    assert len(ALPHABET) ** DRAWN > 2**80


def test_a_number_is_read_as_people_type_it():
    number = draw()

    typed = [number, grouped(number), f" {grouped(number).lower()} ", grouped(number).replace("-", " – ")]

    assert {read(one) for one in typed} == {number}


@given(place=st.integers(0, DRAWN), other=st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(place, other):
    number = "7K" * 8 + "Q" + check_character("7K" * 8 + "Q")
    changed = number[:place] + other + number[place + 1 :]

    assert (read(changed) == changed) is (changed == number)


@given(place=st.integers(0, DRAWN - 1))
def test_two_changed_places_are_noticed(place):
    number = draw()
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]

    assert (read(swapped) is None) is (swapped != number)


@pytest.mark.django_db
def test_a_hundred_thousand_guesses_find_nothing():
    known = [make_certificate(make_outcome()) for _each in range(3)]
    guesses = [draw() for _guess in range(GUESSES)]  # the best a guesser can do: always the right check character

    hits = [
        one
        for start in range(0, GUESSES, CHUNK)
        for one in Certificate.objects.filter(number__in=guesses[start : start + CHUNK])
    ]

    assert hits == []
    assert [numbered(grouped(one.number)) for one in known] == known  # the same look-up does find what exists


@pytest.mark.django_db
def test_changing_a_known_number_finds_nothing():
    number = make_certificate().number

    near = [number[:17] + sign for sign in ALPHABET] + [number[:16] + sign + number[17] for sign in ALPHABET]

    assert [numbered(one) for one in near if one != number] == [None] * 60
