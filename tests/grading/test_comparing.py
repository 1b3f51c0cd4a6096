"""The concordance as people read it, on the command line."""

import re

import pytest

from grading.command import main
from grading.comparing import told
from grading.concordance import concordance

HANGUL = re.compile("[가-힣]")


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_every_item_of_both_years_and_every_caution_is_told(lang):
    between = concordance("2025-1", "2026-1")
    parts = told(between, lang)

    assert [len(lines) for _heading, lines in parts] == [
        len(between.cautions),
        len(between.sections),
        len(between.shared),
        len(between.only_old),
        len(between.only_new),
    ]
    assert all(HANGUL.search(line) for _heading, lines in parts for line in lines) == (lang == "ko")
    assert between.shared_points == 650


def test_the_command_prints_it_and_refuses_an_unknown_pair(capsys):
    assert main(["concordance", "2025-1", "2026-1"]) == 0
    assert "2 기술: 350점 가운데 0점" in capsys.readouterr().out

    assert main(["concordance", "2026-1", "2025-1"]) == 2
    out, err = capsys.readouterr()
    assert (out, "2025-1 2026-1" in err) == ("", True)
