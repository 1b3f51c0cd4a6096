"""PAdES signatures: baseline B-B, and B-T where a time-stamping authority (RFC 3161) is set."""

import hashlib
import io
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import lru_cache
from urllib.request import Request, urlopen

from asn1crypto import tsp
from django.conf import settings
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.timestamps.api import TimeStamper

from diagnosis.certificates.keys import seal

FIELD = "Seal"
READABLE = "전자서명 (digital signature)"
# PDF/A forbids to hide a field and PDF/UA wants one that stands on a page to be tagged.
OFF_THE_PAGE = InvisSigSettings(box_out_of_bounds=True)
QUERY, REPLY = "application/timestamp-query", "application/timestamp-reply"
WAIT_SECONDS, LONGEST_REPLY = 10, 100_000


class StampRefused(Exception):
    """The time-stamping authority did not answer as it should."""


def signed(pdf: bytes, at: datetime) -> bytes:
    """The document with an invisible signature over all of it; raises NoKey and StampRefused.

    Without a time stamp the same document and instant give the same bytes under the same key.
    """
    what = PdfSignatureMetadata(field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
    field = SigFieldSpec(FIELD, readable_field_name=READABLE, invis_sig_settings=OFF_THE_PAGE)
    own, authority = seal(), _timestamper()
    signer = _SignerAt(what, own.signer, timestamper=authority, new_field_spec=field)
    signer.at = at
    out = io.BytesIO()
    room = None if authority else own.room
    # The library runs an event loop of its own, which a thread that has one running already cannot hold.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(signer.sign_pdf, _Revision(io.BytesIO(pdf)), output=out, bytes_reserved=room).result()
    return out.getvalue()


class _SignerAt(PdfSigner):
    """A signer whose clock is the portal's."""

    at: datetime

    def init_signing_session(self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self.at
        return session


class _Revision(IncrementalPdfFileWriter):
    """A revision that adds the signature and nothing drawn or dated by itself; the metadata stays that of the press."""

    def _update_meta(self) -> None:
        pass

    @classmethod
    def _handle_id(cls, prev: PdfFileReader) -> generic.ArrayObject:
        first = prev.trailer["/ID"][0].original_bytes
        second = hashlib.sha256(first).digest()[:16]
        return generic.ArrayObject([generic.ByteStringObject(first), generic.ByteStringObject(second)])


class AuthorityByUrl(TimeStamper):
    """Asks a time-stamping authority over HTTP."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        ask = Request(self.url, data=req.dump(), headers={"Content-Type": QUERY, "Accept": REPLY})
        try:
            with urlopen(ask, timeout=WAIT_SECONDS) as answer:
                kind, body = answer.headers.get_content_type(), answer.read(LONGEST_REPLY)
        except OSError as error:
            raise StampRefused(str(error)) from error
        if kind != REPLY:
            raise StampRefused(kind)
        return tsp.TimeStampResp.load(body)


def _timestamper() -> TimeStamper | None:
    return _authority(settings.TIMESTAMP_URL) if settings.TIMESTAMP_URL else None


@lru_cache(maxsize=2)
def _authority(url: str) -> AuthorityByUrl:
    """Kept in a process: it asks once how long the authority's answers are."""
    return AuthorityByUrl(url)
