"""Readers for what the environment says; each also accepts NAME_FILE, the path of a file that holds the value."""

import os
import secrets
from pathlib import Path

YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off"}


def text(name: str, default: str = "") -> str:
    """Read a string; an empty value counts as unset, as compose files pass it."""
    path = os.environ.get(f"{name}_FILE")
    value = Path(path).read_text().strip() if path else os.environ.get(name, "")
    return value or default


def flag(name: str, default: bool = False) -> bool:
    """Read a switch; raises ValueError for a word that is neither yes nor no."""
    value = text(name).lower()
    if value and value not in YES | NO:
        raise ValueError(f"{name}={value}: say 1 or 0")
    return value in YES if value else default


def words(name: str, default: list[str]) -> list[str]:
    """Read a comma-separated list."""
    return [word.strip() for word in text(name).split(",") if word.strip()] or default


def stored_secret(path: Path) -> str:
    """Return the secret kept in the file, made on first use and readable by its owner alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    if not path.exists():
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(64))
        _keep_first(draft, path)
    return path.read_text().strip()


def _keep_first(draft: Path, path: Path) -> None:
    # A hard link fails when the name exists: of two processes that start together, one secret stands.
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
