import ast
import re
from pathlib import Path

import pytest
from django.utils.translation import override

from applications.audit.words import ACTS, FACTS, KINDS, act_text, facts_text, stream_text
from applications.filing.workflow import MOVES
from applications.suppliers.pool import POOL_MOVES

ROOT = Path(__file__).resolve().parents[3]
VERB = re.compile(r"[a-z]+\.[a-z_]+")
FIRST_WORDS = {verb.partition(".")[0] for verb in ACTS}
WRITERS = {"record", "Entry", "_entry", "_switch"}


def written_verbs() -> set[str]:
    """Every act that the code writes into the chain by name; moves are named by their tables."""
    return {
        verb
        for app in ("applications", "diagnosis", "portal")
        for path in ROOT.joinpath(app).rglob("*.py")
        for verb in verbs_in(path)
    }


def verbs_in(path: Path) -> set[str]:
    calls = [node for node in ast.walk(ast.parse(path.read_text("utf8"))) if isinstance(node, ast.Call)]
    writing = [call for call in calls if getattr(call.func, "id", "") in WRITERS]
    inside = [node for call in writing for node in ast.walk(call) if isinstance(node, ast.Constant)]
    texts = {node.value for node in inside if isinstance(node.value, str)}
    return {text for text in texts if VERB.fullmatch(text) and text.partition(".")[0] in FIRST_WORDS}


def test_every_act_that_is_written_has_words():
    verbs = written_verbs()

    assert len(verbs) > 30
    assert sorted(verb for verb in verbs if str(act_text(verb)) == verb) == []


def test_moves_are_told_by_the_labels_of_their_tables():
    told = [act_text(f"application.{move.name}") for move in MOVES] + [
        act_text(f"supplier.{move.name}") for move in POOL_MOVES
    ]

    assert told == [move.label for move in (*MOVES, *POOL_MOVES)]


def test_states_are_told_by_the_table_of_their_kind():
    assert facts_text("application:A", {"from": "draft", "to": "submitted"}) == "작성 중 → 제출 완료"
    assert (
        facts_text("supplier:1", {"from": "draft", "to": "submitted", "reason": "확인"})
        == "작성 중 → 승인 대기, 사유: 확인"
    )


def test_a_stream_is_told_by_its_kind_and_name():
    assert [stream_text(name) for name in ("application:26-1-I-00001", "audit", "new:7")] == [
        "신청 26-1-I-00001",
        "감사",
        "new 7",
    ]


@pytest.mark.parametrize("words", [ACTS, KINDS, FACTS])
def test_words_are_korean(words):
    with override("ko"):
        assert [key for key, text in words.items() if str(text).isascii()] == []
