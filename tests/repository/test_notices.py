"""docs/third-party.md names everything that is installed to run the portal or sent to a browser."""

import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCKED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==", flags=re.MULTILINE)


def packages() -> set[str]:
    python = {name for lock in ("requirements.txt", "requirements-s3.txt") for name in LOCKED.findall(_text(lock))}
    return python | set(json.loads(_text("package.json"))["dependencies"])


def unnamed(notices: str) -> set[str]:
    return packages() - set(re.findall(r"[\w.-]+(?<!\.)", notices.lower()))


def test_every_package_is_named_with_its_licence():
    assert unnamed(_text("docs/third-party.md")) == set()


def test_a_forgotten_one_is_found():
    assert unnamed(_text("docs/third-party.md").replace("weasyprint", "")) == {"weasyprint"}


def _text(name: str) -> str:
    return (ROOT / name).read_text("utf8")
