"""What a filing consists of, as its receipt names it: every file and every answer by digest."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from applications.filing.models import Application
from applications.rounds.wording import named
from diagnosis.answers.models import Answer, Evidence
from diagnosis.answers.queries import kind_of
from grading.kinds import Kind
from grading.load import load_scheme


def manifest_of(
    application: Application, answers: dict[str, Answer], evidence: dict[str, list[Evidence]]
) -> dict[str, Any]:
    """What a filing refers to: every file by name, size and SHA-256, one digest over all answers, and the kind of
    supplier that is judged."""
    kind = kind_of(application)
    uses = [use for code in sorted(evidence) for use in evidence[code]]
    files = [
        {
            "item": use.item_code,
            "name": use.version.name,
            "size": use.version.size,
            "sha256": use.version.sha256,
        }
        for use in uses
    ]
    return {
        "scheme": application.scheme_code,
        "scheme_digest": application.scheme_digest,
        "answers": len(answers),
        "answers_sha256": answers_digest(answers),
        "files": files,
        "kind": {"supplier_type": kind.supplier_type, "technology_field": kind.technology_field},
    }


def kind_in(manifest: Mapping[str, Any]) -> str:
    """The kind of supplier in a manifest in words, in the language of the page; empty where none was kept."""
    return kind_text(manifest["scheme"], Kind(**manifest.get("kind", {})))


def kind_text(scheme_code: str, kind: Kind) -> str:
    """A kind of supplier in the words of a scheme; codes that the scheme does not know are left out."""
    scheme = load_scheme(scheme_code)
    words = scheme.supplier_types.get(kind.supplier_type), scheme.technology_fields.get(kind.technology_field)
    return " · ".join(named(word) for word in words if word)


def answers_digest(answers: dict[str, Answer]) -> str:
    """SHA-256 over item, rating and text of every answer in the order of item codes, as compact JSON in UTF-8."""
    return _digest([[code, str(answers[code].rating), answers[code].text] for code in sorted(answers)])


def manifest_digest(manifest: dict[str, Any]) -> str:
    """One digest over all that is filed: a page that showed it can say what it showed."""
    files = [[file["item"], file["sha256"]] for file in manifest["files"]]
    return _digest([manifest["answers_sha256"], files, sorted(manifest["kind"].items())])


def _digest(said: object) -> str:
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
