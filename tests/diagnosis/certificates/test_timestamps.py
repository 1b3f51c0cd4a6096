"""The signature with a time stamp, against an authority that really answers over HTTP (RFC 3161)."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from asn1crypto import keys, pem, tsp
from asn1crypto import x509 as known
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from diagnosis.certificates.services import document, drafted, issue
from diagnosis.certificates.signing import StampRefused
from diagnosis.checks.examining import Verdict, examine
from tests.factories.outcomes import make_outcome
from tests.seals import status_of

pytestmark = pytest.mark.django_db


class Authority(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked += 1
        answer = self.server.stamper.request_tsa_response(asked).dump()
        self.send_response(200)
        self.send_header("Content-Type", self.server.kind)
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def authority(settings, tmp_path) -> Iterator[HTTPServer]:
    """An authority with a key of its own; the settings name it and believe it."""
    key = rsa.generate_private_key(65537, 2048)
    certificate = certificate_of(key)
    (tmp_path / "roots.pem").write_bytes(pem.armor("CERTIFICATE", certificate.dump()))
    private = keys.PrivateKeyInfo.load(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))
    with HTTPServer(("127.0.0.1", 0), Authority) as server:
        server.stamper, server.kind, server.asked = Answering(certificate, private), "application/timestamp-reply", 0
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.TIMESTAMP_URL = f"http://127.0.0.1:{server.server_address[1]}/"
        settings.TIMESTAMP_ROOTS = str(tmp_path / "roots.pem")
        yield server
        server.shutdown()


class Answering(DummyTimeStamper):
    """The authority's own side: the stamping of pyHanko, without its client."""


def certificate_of(key: rsa.RSAPrivateKey) -> known.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test TSA")])
    begin = datetime.now(UTC) - timedelta(days=1)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, begin, begin + timedelta(days=30))
    builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    return known.Certificate.load(builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER))


def stamp_of(pdf: bytes, roots: list[known.Certificate]):
    return status_of(pdf, roots).timestamp_validity


def test_the_authority_stamps_the_signature(authority):
    certificate = issue(make_outcome())

    with certificate.file.open("rb") as file:
        stamp = stamp_of(file.read(), [authority.stamper.tsa_cert])
    assert stamp is not None
    assert (stamp.intact, stamp.valid, stamp.trusted) == (True, True, True)
    assert certificate.time_stamped is True
    assert authority.asked >= 1


def test_the_check_of_files_believes_the_named_authority(authority, settings):
    pdf = document(drafted(make_outcome(), 1, "", None))

    believed = examine(pdf)
    settings.TIMESTAMP_ROOTS = ""
    unknown = examine(pdf)

    assert (believed.verdict, believed.is_stamped) == (Verdict.INTACT, True)
    assert (unknown.verdict, unknown.is_stamped) == (Verdict.INTACT, False)


def test_without_an_authority_there_is_no_stamp():
    certificate = issue(make_outcome())

    with certificate.file.open("rb") as file:
        assert stamp_of(file.read(), []) is None
    assert certificate.time_stamped is False


def test_an_authority_that_is_gone_or_talks_of_other_things_stops_the_issue(authority, settings):
    outcome = make_outcome()
    authority.kind = "text/html"
    with pytest.raises(StampRefused):
        issue(outcome)

    settings.TIMESTAMP_URL = "http://127.0.0.1:1/"
    with pytest.raises(StampRefused):
        issue(outcome)
    assert outcome.certificates.count() == 0
