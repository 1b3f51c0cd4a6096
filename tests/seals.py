"""Whether a seal holds, as another program finds it."""

import io
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from diagnosis.certificates.keys import seal


def status_of(pdf: bytes, stamp_roots: list[x509.Certificate] | None = None) -> Any:
    """The status of the first signature; looked at in a thread of its own, as the browser's loop fills this one."""
    signature = PdfFileReader(io.BytesIO(pdf)).embedded_signatures[0]
    own, stamps = ValidationContext(trust_roots=list(seal().roots)), ValidationContext(trust_roots=stamp_roots or [])
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(validate_pdf_signature, signature, own, stamps if stamp_roots else None).result()
