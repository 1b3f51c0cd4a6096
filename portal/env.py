"""Readers for what the environment says; each also accepts NAME_FILE, the path of a file that holds the value."""

import os
import secrets
from pathlib import Path

import environ

env = environ.FileAwareEnv()


def flag(name: str, default: bool = False) -> bool:
    """Read a switch: 1/true/yes/on; unset or empty gives the default."""
    return env.bool(name, default) if os.environ.get(name) else default


def text(name: str, default: str = "") -> str:
    """Read a string; an empty value counts as unset, as compose files pass it."""
    return env.str(name, "") or default


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
