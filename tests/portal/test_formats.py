from decimal import Decimal

import pytest

from portal import formats


def test_won_is_whole_with_thousands_apart():
    assert formats.won_text(Decimal("1250000")) == "₩1,250,000"


@pytest.mark.parametrize(
    ("stored", "written"),
    [
        (Decimal("782.5"), "782.5"),
        (Decimal("1000"), "1,000.0"),
        (Decimal("0"), "0.0"),
        ("61.0", "61.0"),
        (Decimal("782.50"), "782.5"),
        (Decimal("782.55"), "782.55"),
        (7, "7.0"),
    ],
)
def test_points_are_written_as_stored(stored, written):
    assert formats.points_text(stored) == written


def test_points_refuse_a_float():
    with pytest.raises(TypeError):
        formats.points_text(782.5)
