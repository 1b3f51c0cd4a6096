"""Scheme folders as the agency uploads them: the one the portal brings along under another code, changed on request."""

import io
import zipfile
from typing import Any

from applications.people.models import User
from applications.roles import Role
from diagnosis.schemes.models import SchemeDraft
from diagnosis.schemes.services import publish_scheme, upload_scheme
from grading.load import SCHEMES
from tests.factories.people import make_user

FEW_CASES = '[[case]]\nname = "모두 3점"\nrating = "3"\nlevel = "3"\n'
"""Worked cases that hold however sheets are trimmed."""


def scheme_files(code: str = "2027-1", *, cases: str = "", **changes: tuple[str, str]) -> dict[str, str]:
    """The files of 2026-1 under a code; `levels=("850", "851")` replaces the first text by the second in a file.

    `cases` takes the place of the worked cases.
    """
    files = {path.name: path.read_text("utf8") for path in (SCHEMES / "2026-1").glob("*.toml")}
    files["scheme.toml"] = files["scheme.toml"].replace('code = "2026-1"', f'code = "{code}"', 1)
    files["cases.toml"] = cases or files["cases.toml"]
    for stem, (old, new) in changes.items():
        assert old in files[f"{stem}.toml"], (stem, old)
        files[f"{stem}.toml"] = files[f"{stem}.toml"].replace(old, new, 1)
    return files


def zipped(files: dict[str, str | bytes], folder: str = "") -> io.BytesIO:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(f"{folder}{name}", text)
    packed.seek(0)
    packed.name = "scheme.zip"
    return packed


def make_draft(
    code: str = "2027-1", *, by: User | None = None, cases: str = "", **changes: tuple[str, str]
) -> SchemeDraft:
    return upload_scheme(scheme_files(code, cases=cases, **changes), by=by or make_user(Role.AGENCY))


def make_published(code: str = "2027-1", **changes: Any) -> SchemeDraft:
    """An uploaded scheme that a second person has published."""
    draft = make_draft(code, **changes)
    publish_scheme(draft, by=make_user(Role.AGENCY))
    draft.refresh_from_db()
    return draft
