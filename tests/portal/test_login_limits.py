"""Guesses at a password are counted in the cache; whoever makes many at others must not push the counts out."""

from pathlib import Path

from django.core.cache.backends.filebased import FileBasedCache

CROWD = 2000


def count_survives(folder: Path, options: dict[str, object]) -> bool:
    """Whether the count of one account's guesses is still there after guesses at so many others."""
    cache = FileBasedCache(folder, {"OPTIONS": options})
    cache.set("one", [1, 2, 3, 4, 5], 300)
    for number in range(CROWD):
        cache.set(f"other:{number}", [1], 300)
    return cache.get("one") is not None


def test_guesses_at_many_accounts_leave_the_count_of_one(tmp_path, settings):
    assert count_survives(tmp_path, {"MAX_ENTRIES": settings.CACHE_ENTRIES})


def test_control_the_cache_as_it_comes_forgets_the_count(tmp_path):
    assert not count_survives(tmp_path, {})
