"""The adapter of the tax office, asked over the wire: its shapes, and every way in which it does not answer."""

import logging
from datetime import date
from urllib.parse import quote

import pytest

from applications.taxation.office import Identity, OfficeFault, ask_identity, ask_status, is_connected
from tests.factories.suppliers import business_number
from tests.factories.taxation import KEY

ACTIVE, CLOSED, UNKNOWN = (business_number(serial) for serial in (1, 2, 3))


def test_each_number_gets_its_status(office):
    office.knows(ACTIVE)
    office.knows(CLOSED, b_stt="폐업자", b_stt_cd="03", end_dt="20260301", tax_type_cd="02")

    found = ask_status([ACTIVE, CLOSED, UNKNOWN])

    assert {number: status.state for number, status in found.items()} == {
        ACTIVE: "active",
        CLOSED: "closed",
        UNKNOWN: "unregistered",
    }
    assert found[CLOSED].ended_on == date(2026, 3, 1)
    assert found[UNKNOWN].tax_type == "국세청에 등록되지 않은 사업자등록번호입니다."
    assert office.asked == [("/status", {"b_no": [ACTIVE, CLOSED, UNKNOWN]})]


def test_identity_is_asked_with_day_and_name(office):
    office.mismatched = {CLOSED}
    asked = [Identity(number, date(2012, 3, 2), "이대표") for number in (ACTIVE, CLOSED)]

    assert ask_identity(asked) == {ACTIVE: True, CLOSED: False}

    business = office.asked[0][1]["businesses"][0]
    assert (business["b_no"], business["start_dt"], business["p_nm"]) == (ACTIVE, "20120302", "이대표")


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("slow", "timeout"),
        ("down", "broken"),
        ("html", "malformed"),
        ("other", "malformed"),
        ("list", "malformed"),
        ("strange", "malformed"),
    ],
)
def test_every_silence_is_told_apart(office, settings, fault: str, kind: str):
    office.fault = fault
    if fault == "slow":
        settings.TAX_OFFICE_TIMEOUT = 0.3

    with pytest.raises(OfficeFault) as told:
        ask_status([ACTIVE])

    assert told.value.kind == kind


def test_a_wrong_key_is_a_refusal_and_stands_in_no_log(office, settings, caplog):
    settings.TAX_OFFICE_KEY = "wrong-key-4711"

    with caplog.at_level(logging.DEBUG), pytest.raises(OfficeFault, match="refused") as told:
        ask_status([ACTIVE])

    assert "4711" not in caplog.text + repr(told.value.__cause__)


def test_a_key_written_for_an_address_is_not_written_twice(office, settings):
    settings.TAX_OFFICE_KEY = quote(KEY, safe="")
    office.knows(ACTIVE)

    assert ask_status([ACTIVE])[ACTIVE].state == "active"


def test_nobody_at_the_other_end(settings):
    settings.TAX_OFFICE_URL, settings.TAX_OFFICE_KEY = "http://127.0.0.1:9", KEY

    with pytest.raises(OfficeFault, match="unreachable"):
        ask_status([ACTIVE])


@pytest.mark.parametrize(("key", "connected"), [("", False), (KEY, True)])
def test_a_key_makes_the_connection(settings, key: str, connected: bool):
    settings.TAX_OFFICE_KEY = key

    assert is_connected() == connected
