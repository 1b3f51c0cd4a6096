import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.suppliers.numbers import (
    WEIGHTS,
    NotABusinessNumber,
    check_digit,
    format_business_number,
    parse_business_number,
)

nine_digits = st.text("0123456789", min_size=9, max_size=9).filter(lambda digits: int(digits) > 0)


@pytest.mark.parametrize(
    "text", ["1234567891", "123-45-67891", " 123 45 67891 ", "１２３－４５－６７８９１", "123–45–67891", "123.45.67891"]
)
def test_usual_spellings_of_a_number_are_read(text):
    assert parse_business_number(text) == "1234567891"


@pytest.mark.parametrize(
    "text", ["", "123-45-67890", "000-00-00000", "123-45-6789", "123-45-678911", "12A-45-67891", "①23-45-67891x"]
)
def test_other_texts_are_refused_with_a_sentence(text):
    with pytest.raises(NotABusinessNumber) as refusal:
        parse_business_number(text)

    assert str(refusal.value).startswith("사업자등록번호")


@given(nine_digits)
def test_the_check_digit_makes_the_weighted_sum_a_multiple_of_ten(nine):
    digits = [int(digit) for digit in nine + check_digit(nine)]

    total = sum(digit * weight for digit, weight in zip(digits, (1, 3, 7, 1, 3, 7, 1, 3, 5, 1), strict=True))

    assert (total + digits[8] * 5 // 10) % 10 == 0


@given(nine_digits, st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_digit_is_refused_wherever_it_stands(nine, place, shift):
    right = nine + check_digit(nine)
    digit = (int(right[place]) + shift) % 10
    wrong = f"{right[:place]}{digit}{right[place + 1 :]}"

    with pytest.raises(NotABusinessNumber):
        parse_business_number(wrong)


@given(nine_digits)
def test_every_number_with_its_check_digit_is_accepted_and_printed_with_hyphens(nine):
    number = nine + check_digit(nine)

    printed = format_business_number(number)

    assert parse_business_number(printed) == number
    assert [len(part) for part in printed.split("-")] == [3, 2, 5]


def test_the_weights_are_those_of_the_tax_office():
    assert WEIGHTS == (1, 3, 7, 1, 3, 7, 1, 3, 5)
