import pytest

from diagnosis.directory.spelling import key, likeness


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("㈜한빛 시스템", "한빛시스템"),
        ("주식회사 머신비젼", "머신 비전"),
        ("대한(주)", "데한"),
        ("ＡＢＣ테크", "abc 테크"),
        ("또또로봇", "도도로봇"),
    ],
)
def test_spelling_and_spacing_make_no_difference(one, other):
    assert key(one) == key(other) != ""


def test_names_that_sound_different_differ():
    assert key("한빛시스템") != key("은빛시스템")


@pytest.mark.parametrize(
    ("asked", "found", "percent"),
    [
        ("한빛", "한빛시스템", 100),
        ("한빛시스템", "한빛", 36),
        ("한빚시스템", "한빛시스템", 72),
        ("로봇", "한빛시스템", 0),
    ],
)
def test_likeness_is_the_share_of_what_was_asked(asked, found, percent):
    assert likeness(key(asked), key(found)) == percent


def test_nothing_but_signs_is_like_nothing():
    assert (key("★ - ★"), likeness(key("abc"), key(""))) == ("", 0)
