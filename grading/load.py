"""Schemes by code, their faults and their locks."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from grading.build import build
from grading.cases import case_faults
from grading.faults import Fault, SchemeError
from grading.figures import read_folder
from grading.lint import scheme_faults
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


def scheme_codes(root: Path = SCHEMES) -> tuple[str, ...]:
    """Codes of all schemes, oldest first."""
    return tuple(sorted(path.parent.name for path in root.glob("*/scheme.toml")))


@lru_cache(maxsize=32)
def load_scheme(code: str) -> Scheme:
    """The scheme with that code. Raises UnknownScheme, or SchemeError with every fault of its folder."""
    if code not in scheme_codes():
        raise UnknownScheme(code)
    return read_scheme(SCHEMES / code)


def read_scheme(folder: Path) -> Scheme:
    """The scheme in a folder. Raises SchemeError with everything that is wrong."""
    scheme, found = _read(folder)
    if scheme is None or found:
        raise SchemeError(found)
    return scheme


def faults(folder: Path) -> list[Fault]:
    """Everything wrong in a scheme folder at once: shape, origins, sums, bands, worked cases."""
    return _read(Path(folder))[1]


def digest_in(folder: Path) -> str:
    """The digest of a scheme folder as it is now."""
    return read_folder(folder).digest


def lives(root: Path = SCHEMES) -> dict[str, Life]:
    """The life of every scheme by code; a folder that is not in the lock file is a draft."""
    locks = _locks(root)
    named = {code: Life(str(entry.get("state")), entry.get("digest")) for code, entry in locks.items()}
    return {code: Life(DRAFT, None) for code in scheme_codes(root)} | named


def locked_faults(root: Path = SCHEMES) -> list[Fault]:
    """Published and closed schemes whose content no longer has the digest it was published with."""
    return [
        Fault(f"{LOCKS}/{code}", reason)
        for code, life in sorted(lives(root).items())
        if (reason := _lock_fault(root / code, life))
    ]


def _lock_fault(folder: Path, life: Life) -> str:
    if life.state not in STATES:
        return f"상태 «{life.state}» 은(는) 쓸 수 없습니다. 가능한 값: {', '.join(STATES)}"
    if not folder.is_dir():
        return "잠긴 평가체계의 폴더가 없습니다"
    if life.state == DRAFT:
        return ""
    now, locked = digest_in(folder), life.digest or ""
    return "" if now == locked else f"공고 뒤에 내용이 바뀌었습니다(지금 {now[:12]}…, 잠금 {locked[:12]}…)"


def _locks(root: Path) -> dict[str, dict[str, str]]:
    locks: dict[str, dict[str, str]] = tomllib.loads((root / LOCKS).read_text("utf-8")).get("scheme", {})
    return locks


def _read(folder: Path) -> tuple[Scheme | None, list[Fault]]:
    figures = read_folder(folder)
    found = figures.faults
    scheme = build(figures, found)
    if scheme is not None:
        if scheme.code != folder.name:
            found.append(Fault("scheme/code", f"폴더 이름 «{folder.name}» 과 다릅니다"))
        found.extend(scheme_faults(scheme))
    if scheme is not None and not found:
        found.extend(case_faults(scheme, figures.tables.get("cases", {})))
    return scheme, found
