"""Schemes by code, their faults and their locks."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Protocol

from grading.build import build
from grading.cases import case_faults
from grading.faults import Fault, SchemeError
from grading.figures import read_folder
from grading.lint import scheme_faults
from grading.reasons import Reason, because
from grading.values import Scheme

DRAFT = "draft"
PUBLISHED = "published"
CLOSED = "closed"
STATES = (DRAFT, PUBLISHED, CLOSED)
"""Life of a scheme: a draft may still change, a published or closed one never; nothing new starts on a closed one."""

SCHEMES = Path(__file__).parent / "schemes"
LOCKS = "locked.toml"


@dataclass(frozen=True, slots=True)
class Life:
    """Where a scheme stands in its life, and the digest it was published with (None for a draft)."""

    state: str
    digest: str | None


class UnknownScheme(KeyError):
    """No scheme of that code is there."""


class Shelf(Protocol):
    """Published and closed schemes that are kept elsewhere than in SCHEMES; each keeps what it has read."""

    def codes(self) -> Iterable[str]:
        """Their codes; a scheme published elsewhere a moment ago may be missing."""

    def lives(self) -> Mapping[str, Life]:
        """The life of each by code, as it is now."""

    def scheme(self, code: str) -> Scheme | None:
        """The scheme of that code, published this moment or long ago; None where there is none."""


_shelves: list[Shelf] = []


def add_shelf(shelf: Shelf) -> None:
    """Find schemes on this shelf too. A code that the kernel brings along itself is never looked up there."""
    if shelf not in _shelves:
        _shelves.append(shelf)


def shipped_codes(root: Path = SCHEMES) -> tuple[str, ...]:
    """Codes of the schemes in a folder of folders, oldest first."""
    return tuple(sorted(path.parent.name for path in root.glob("*/scheme.toml")))


def scheme_codes() -> tuple[str, ...]:
    """Codes of all schemes, those on shelves too, oldest first."""
    return tuple(sorted({*_own_codes(), *(code for shelf in _shelves for code in shelf.codes())}))


def load_scheme(code: str) -> Scheme:
    """The scheme with that code. Raises UnknownScheme, or SchemeError with every fault of its folder."""
    if code in _own_codes():
        return _own(code)
    for shelf in _shelves:
        if (found := shelf.scheme(code)) is not None:
            return found
    raise UnknownScheme(code)


def read_scheme(folder: Path) -> Scheme:
    """The scheme in a folder. Raises SchemeError with everything that is wrong."""
    scheme, found = _read(folder)
    if scheme is None or found:
        raise SchemeError(found)
    return scheme


def read_frozen(folder: Path, digest: str) -> Scheme:
    """A scheme that was judged when it was published and must still be the very same.

    It is not judged anew: rules that came later must not make old results inexplicable. Raises SchemeError.
    """
    figures = read_folder(folder)
    scheme = build(figures, figures.faults) if figures.digest == digest else None
    if scheme is None:
        raise SchemeError(figures.faults or [Fault(folder.name, _changed(figures.digest, digest))])
    return scheme


def faults(folder: Path) -> list[Fault]:
    """Everything wrong in a scheme folder at once: shape, origins, sums, bands, worked cases."""
    return _read(Path(folder))[1]


def digest_in(folder: Path) -> str:
    """The digest of a scheme folder as it is now."""
    return read_folder(folder).digest


def lives() -> dict[str, Life]:
    """The life of every scheme by code as it is now, those on shelves too."""
    shelved = {code: life for shelf in _shelves for code, life in shelf.lives().items()}
    return shelved | shipped_lives()


def shipped_lives(root: Path = SCHEMES) -> dict[str, Life]:
    """The life of every scheme in a folder of folders; one that is not in the lock file is a draft."""
    locks = _locks(root)
    named = {code: Life(str(entry.get("state")), entry.get("digest")) for code, entry in locks.items()}
    return {code: Life(DRAFT, None) for code in shipped_codes(root)} | named


def locked_faults(root: Path = SCHEMES) -> list[Fault]:
    """Published and closed schemes whose content no longer has the digest it was published with."""
    return [
        Fault(f"{LOCKS}/{code}", reason)
        for code, life in sorted(shipped_lives(root).items())
        if (reason := _lock_fault(root / code, life))
    ]


def _lock_fault(folder: Path, life: Life) -> Reason | None:
    if life.state not in STATES:
        return because("state_unknown", state=life.state, allowed=", ".join(STATES))
    if not folder.is_dir():
        return because("locked_folder_missing")
    if life.state == DRAFT:
        return None
    now, locked = digest_in(folder), life.digest or ""
    return None if now == locked else _changed(now, locked)


def _changed(now: str, locked: str) -> Reason:
    return because("changed_since", now=now[:12], locked=locked[:12])


@cache
def _own_codes() -> tuple[str, ...]:
    return shipped_codes()


@lru_cache(maxsize=32)
def _own(code: str) -> Scheme:
    return read_scheme(SCHEMES / code)


def _locks(root: Path) -> dict[str, dict[str, str]]:
    locks: dict[str, dict[str, str]] = tomllib.loads((root / LOCKS).read_text("utf-8")).get("scheme", {})
    return locks


def _read(folder: Path) -> tuple[Scheme | None, list[Fault]]:
    figures = read_folder(folder)
    found = figures.faults
    scheme = build(figures, found)
    if scheme is not None:
        if scheme.code != folder.name:
            found.append(Fault("scheme/code", because("folder_of_other_name", folder=folder.name)))
        found.extend(scheme_faults(scheme))
    if scheme is not None and not found:
        found.extend(case_faults(scheme, figures.tables.get("cases", {})))
    return scheme, found
