"""What a filing consists of, as its receipt names it: every file and every answer by digest."""

import hashlib
import json
from typing import Any

from applications.filing.models import Application
from diagnosis.answers.models import Answer, Evidence


def manifest_of(
    application: Application, answers: dict[str, Answer], evidence: dict[str, list[Evidence]]
) -> dict[str, Any]:
    """What a filing refers to: every file by name, size and SHA-256, and one digest over all answers."""
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
    }


def answers_digest(answers: dict[str, Answer]) -> str:
    """SHA-256 over item, rating and text of every answer in the order of item codes, as compact JSON in UTF-8."""
    return _digest([[code, str(answers[code].rating), answers[code].text] for code in sorted(answers)])


def manifest_digest(manifest: dict[str, Any]) -> str:
    """One digest over all that is filed: a page that showed it can say what it showed."""
    return _digest([manifest["answers_sha256"], [[file["item"], file["sha256"]] for file in manifest["files"]]])


def _digest(said: object) -> str:
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
