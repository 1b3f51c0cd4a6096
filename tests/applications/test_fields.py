from datetime import timedelta

import pytest
from django import forms

from applications import clock
from applications.fields import DayField

SAID = {"missing": "없음", "late": "늦음", "early": "이름"}


@pytest.mark.parametrize(
    ("days", "sentences", "fault"),
    [
        (1, {"late"}, ["늦음"]),
        (0, {"late", "early"}, []),
        (-1, {"early"}, ["이름"]),
        (1, {"early"}, []),
        (-1, {"late"}, []),
    ],
)
def test_a_day_is_refused_only_on_the_side_that_has_a_sentence(days, sentences, fault):
    field = DayField("날", "", missing="없음", **{name: SAID[name] for name in sentences})
    day = clock.today() + timedelta(days=days)

    assert faults(field, f"{day}") == fault


@pytest.mark.parametrize(
    ("typed", "fault"),
    [("", "없음"), ("어제", "날짜를 2026-05-29 형식으로 적어 주세요."), ("0001-01-01", "연도를")],
)
def test_what_is_no_day_is_said(typed, fault):
    (told,) = faults(DayField("날", "", missing="없음"), typed)

    assert told.startswith(fault)


def faults(field: DayField, typed: str) -> list[str]:
    try:
        field.clean(typed)
    except forms.ValidationError as refused:
        return refused.messages
    return []
