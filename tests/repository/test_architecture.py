"""The order of the nouns as docs/architecture.md tells it is the one that the imports are held to."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOLD = (ROOT / "docs" / "architecture.md").read_text()
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]


@pytest.mark.parametrize("package", ["applications", "diagnosis"])
def test_the_order_of_the_nouns_is_told_as_it_is_held(package):
    (held,) = (one["layers"] for one in CONTRACTS if one.get("containers") == [package])

    (told,) = re.findall(rf"^{package}: +(.+(?:\n +→.+)*)", TOLD, re.MULTILINE)

    assert " ".join(told.split()) == " → ".join(layer.replace(" |", ",") for layer in held)
