from pathlib import Path

import pytest

from portal import env


def test_an_empty_value_counts_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_NAME", "")

    assert (env.text("SOME_NAME", "default"), env.flag("SOME_NAME", True)) == ("default", True)
    assert env.words("SOME_NAME", ["a"]) == ["a"]


def test_a_value_may_lie_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("from the file")
    monkeypatch.setenv("SOME_NAME_FILE", str(tmp_path / "secret"))

    assert env.text("SOME_NAME") == "from the file"


@pytest.mark.parametrize(
    ("value", "expected"), [("1", True), ("true", True), ("on", True), ("0", False), ("no", False)]
)
def test_switches(monkeypatch: pytest.MonkeyPatch, value: str, expected: bool) -> None:
    monkeypatch.setenv("SOME_NAME", value)

    assert env.flag("SOME_NAME") is expected


def test_words_are_split_at_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_NAME", "a.kr, b.kr,")

    assert env.words("SOME_NAME", []) == ["a.kr", "b.kr"]


def test_a_stored_secret_is_made_once_and_private(tmp_path: Path) -> None:
    path = tmp_path / "var" / "secret_key"

    first = env.stored_secret(path)

    assert len(first) >= 64
    assert path.stat().st_mode & 0o777 == 0o600
    assert env.stored_secret(path) == first
    assert list(path.parent.iterdir()) == [path]


def test_a_word_that_is_no_switch_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_NAME", "ture")

    with pytest.raises(ValueError, match="SOME_NAME=ture: say 1 or 0"):
        env.flag("SOME_NAME")
