"""Reads a PDF that strangers sent, in a process of its own that may use little memory, little time and no file.

Run as a script: JSON with the document and the trusted roots (base64) comes in, JSON with the finding goes out.
It imports nothing of the portal.
"""

import base64
import io
import json
import logging
import resource
import sys
from typing import Any

from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

MEMORY, SECONDS = 600_000_000, 8


def examine(pdf: bytes, roots: list[Certificate], stamp_roots: list[Certificate]) -> dict[str, Any]:
    """What the first signature says; `finding` is unsigned, foreign, changed, extended or intact."""
    reader = PdfFileReader(io.BytesIO(pdf))
    signatures = reader.embedded_signatures
    if not signatures:
        return {"finding": "unsigned"}
    return judged(signatures[0], roots, stamp_roots)


def judged(signature: EmbeddedPdfSignature, roots: list[Certificate], stamp_roots: list[Certificate]) -> dict[str, Any]:
    """The finding with the signer's name, the claimed instant and whether a time stamp holds."""
    context = ValidationContext(trust_roots=roots, allow_fetching=False)
    stamps = ValidationContext(trust_roots=[*roots, *stamp_roots], allow_fetching=False)
    status = validate_pdf_signature(signature, context, stamps)
    at, stamp = status.signer_reported_dt, status.timestamp_validity
    return {
        "finding": finding_of(status),
        "signer": status.signing_cert.subject.human_friendly,
        "at": at.isoformat() if at else None,
        "stamped": bool(stamp and stamp.valid and stamp.intact and stamp.trusted),
    }


def finding_of(status: Any) -> str:
    """One word for the status."""
    if not (status.intact and status.valid):
        return "changed"
    if not status.trusted:
        return "foreign"
    return "intact" if status.coverage == SignatureCoverageLevel.ENTIRE_FILE else "extended"


def main() -> None:
    """Take the limits, then read."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    asked = {name: [base64.b64decode(one) for one in some] for name, some in json.load(sys.stdin).items()}
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    logging.disable()
    roots, stamp_roots = ([Certificate.load(der) for der in asked[name]] for name in ("roots", "stamp_roots"))
    try:
        found = examine(asked["pdf"][0], roots, stamp_roots)
    except (Exception, RecursionError):  # whatever a broken file does to a reader, it is unreadable
        found = {"finding": "unreadable"}
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
