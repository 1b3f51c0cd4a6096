"""Schemes by code, their faults and their locks."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

from grading.build import build
from grading.cases import case_faults
from grading.faults import Fault, SchemeError
from grading.figures import read_folder
from grading.lint import scheme_faults
from grading.values import Scheme

SCHEMES = Path(__file__).parent / "schemes"
LOCKS = "locked.toml"


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


def locked_faults(root: Path = SCHEMES) -> list[Fault]:
    """Published schemes whose content no longer has the digest it was published with."""
    locks = tomllib.loads((root / LOCKS).read_text("utf-8")).get("locked", {})
    found = []
    for code, digest in sorted(locks.items()):
        if not (root / code).is_dir():
            found.append(Fault(f"{LOCKS}/{code}", "잠긴 평가체계의 폴더가 없습니다"))
        elif (now := digest_in(root / code)) != digest:
            reason = f"공고 뒤에 내용이 바뀌었습니다(지금 {now[:12]}…, 잠금 {digest[:12]}…)"
            found.append(Fault(f"{LOCKS}/{code}", reason))
    return found


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
