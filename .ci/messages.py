"""Compile the translations below locale/ (message.po to message.mo) where they changed; needs no gettext programs."""

from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def compile_changed() -> list[Path]:
    """Write a .mo file beside each .po file that is newer, and return those written."""
    stale = [source for source in LOCALE.glob("*/LC_MESSAGES/*.po") if _is_stale(source)]
    for source in stale:
        polib.pofile(str(source)).save_as_mofile(str(source.with_suffix(".mo")))
    return stale


def _is_stale(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime <= source.stat().st_mtime


if __name__ == "__main__":
    for path in compile_changed():
        print(f"compiled {path.relative_to(LOCALE.parent)}")
