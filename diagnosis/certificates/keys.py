"""The key that seals documents, and whom a check believes.

In operation CERTIFICATE_KEY names a PKCS#12 file with key, certificate and chain. Where nothing is set and the portal
keeps everything on one machine, a key is made on first use; the key of its authority is thrown away at once.
"""

import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from asn1crypto import pem
from asn1crypto.x509 import Certificate as Known
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import NoEncryption, load_der_private_key, pkcs12
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.utils.translation import gettext as _
from pyhanko.sign.signers import SimpleSigner

BITS, EXPONENT = 3072, 65537
AUTHORITY = "공급기업 역량진단 시연용 인증기관 (Demo CA)"
SIGNER = "공급기업 역량진단 시연용 서명 (Demo)"
LASTS = timedelta(days=3650)


class KeptSigner(SimpleSigner):
    """A signer that reads its RSA key once: reading it anew with all its checks costs twenty times the signature."""

    def __init__(self, like: SimpleSigner) -> None:
        super().__init__(signing_cert=like.signing_cert, signing_key=like.signing_key, cert_registry=like.cert_registry)
        self.known: Known = like.signing_cert
        self.kept = load_der_private_key(like.signing_key.dump(), password=None)

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        if isinstance(self.kept, rsa.RSAPrivateKey) and digest_algorithm == "sha256":
            return self.kept.sign(data, padding.PKCS1v15(), hashes.SHA256())
        return bytes(super().sign_raw(data, digest_algorithm))


class NoKey(Exception):
    """Documents cannot be sealed; the argument is the sentence that officials read."""


@dataclass(frozen=True)
class Seal:
    """The key in use and the roots that its signatures are checked against."""

    signer: KeptSigner
    roots: tuple[Known, ...]

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the signing certificate, in hexadecimal."""
        return self.signer.known.sha256.hex()

    @property
    def room(self) -> int:
        """Hexadecimal digits to leave in a document for a signature without a time stamp."""
        return 2 * (4096 + sum(len(one.dump()) for one in self.signer.cert_registry))


def seal() -> Seal:
    """The seal of this portal; raises NoKey."""
    path = Path(settings.CERTIFICATE_KEY) if settings.CERTIFICATE_KEY else own_key()
    return _loaded(path, settings.CERTIFICATE_KEY_PASSWORD, settings.CERTIFICATE_ROOTS)


def roots_in(path: str) -> tuple[Known, ...]:
    """The certificates of a PEM file; none where no file is named."""
    if not path:
        return ()
    return tuple(Known.load(der) for _kind, _headers, der in pem.unarmor(Path(path).read_bytes(), multiple=True))


@lru_cache(maxsize=4)
def _loaded(path: Path, password: str, roots: str) -> Seal:
    try:
        signer = SimpleSigner.load_pkcs12_data(path.read_bytes(), [], passphrase=password.encode() or None)
    except (OSError, ValueError) as error:
        raise NoKey(_("서명 키를 읽지 못했습니다. 키 파일과 암호 설정을 확인해야 합니다.")) from error
    chain = [one for one in signer.cert_registry if one.self_signed in ("yes", "maybe")]
    return Seal(KeptSigner(signer), (*chain, *roots_in(roots)))


def own_key() -> Path:
    """The file of the key that this portal makes for itself; raises NoKey where it must be given one."""
    if not settings.CERTIFICATE_KEY_IS_MADE:
        raise NoKey(_("서명 키가 설정되지 않았습니다. 운영 환경에서는 CERTIFICATE_KEY에 키 파일을 지정해야 합니다."))
    path = Path(settings.VAR_DIR) / "signing" / "demo.p12"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _keep_first(_drawn(), path)
    return path


def _keep_first(data: bytes, path: Path) -> None:
    # A hard link fails when the name exists: of two processes that start together, one key stands.
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_bytes(data)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _drawn() -> bytes:
    """A new authority, a key signed by it, and both certificates as PKCS#12."""
    above, key = _key(), _key()
    root = _certificate(AUTHORITY, above, AUTHORITY, above, authority=True)
    signer = _certificate(SIGNER, key, AUTHORITY, above, authority=False)
    return pkcs12.serialize_key_and_certificates(b"seal", key, signer, [root], NoEncryption())


def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(EXPONENT, BITS)


def _certificate(
    subject: str, key: rsa.RSAPrivateKey, issuer: str, by: rsa.RSAPrivateKey, *, authority: bool
) -> x509.Certificate:
    begin = datetime.now(UTC) - timedelta(days=1)
    builder = x509.CertificateBuilder(
        issuer_name=_name(issuer),
        subject_name=_name(subject),
        public_key=key.public_key(),
        serial_number=x509.random_serial_number(),
        not_valid_before=begin,
        not_valid_after=begin + LASTS,
    )
    parts = [
        (x509.BasicConstraints(ca=authority, path_length=0 if authority else None), True),
        (_usage(authority), True),
        (x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False),
        (x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key()), False),
    ]
    for extension, critical in parts:
        builder = builder.add_extension(extension, critical=critical)
    return builder.sign(by, hashes.SHA256())


def _name(said: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, said)])


def _usage(authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_cert_sign=authority,
        crl_sign=authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
