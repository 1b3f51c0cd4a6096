"""Issuing certificates: once for each published outcome, again only as a new version with a reason."""

import hashlib

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from applications import clock
from applications.audit.services import record
from applications.filing.queries import stream_of
from applications.jobs.models import Job
from applications.jobs.queries import is_open
from applications.jobs.services import Lease, enqueue, progress, retry
from applications.people.models import User
from applications.permissions import require
from diagnosis.certificates.keys import seal
from diagnosis.certificates.models import Certificate
from diagnosis.certificates.numbers import draw
from diagnosis.certificates.page import certificate_html
from diagnosis.certificates.permissions import is_certifiable, may_issue, may_reissue
from diagnosis.certificates.queries import ISSUE, has_failed, key_stem, latest_of
from diagnosis.certificates.signing import signed
from diagnosis.press import to_pdf
from diagnosis.results.standing import standing_of
from diagnosis.scoring.models import Outcome

STYLE = "certificates/certificate.css"


@transaction.atomic
def request_certificate(outcome: Outcome, *, by: User) -> Job:
    """Ask the worker for the outcome's certificate; asking again asks anew when the try before it failed."""
    require(may_issue(by, outcome))
    return _asked(outcome, 1, "", by)


@transaction.atomic
def request_new_version(certificate: Certificate, reason: str, *, by: User) -> Job:
    """Ask the worker for the version that takes this one's place; the reason is kept and shown."""
    require(may_reissue(by, certificate.outcome))
    return _asked(certificate.outcome, certificate.version + 1, reason, by)


def issue_asked(lease: Lease) -> None:
    """Issue what a job asks for."""
    outcome = Outcome.objects.select_related("application__supplier", "run").get(pk=lease.payload["outcome"])
    by = Job.objects.select_related("created_by").get(pk=lease.job_id).created_by
    issue(outcome, version=lease.payload["version"], reason=lease.payload["reason"], by=by)
    progress(lease, done=1)


def issue(outcome: Outcome, *, version: int = 1, reason: str = "", by: User | None = None) -> Certificate:
    """Make, seal, store and record a version of the outcome's certificate, or give back the one that exists.

    Raises PermissionDenied for an outcome that does not stand, NoKey and StampRefused.
    """
    found = latest_of(outcome)
    if found and found.version >= version:
        return found
    require(is_certifiable(outcome))
    certificate = drafted(outcome, version, reason, by)
    return _store(certificate, document(certificate))


def drafted(outcome: Outcome, version: int, reason: str, by: User | None) -> Certificate:
    """An unsaved certificate with its drawn number and what it will say."""
    supplier, standing = outcome.application.supplier, standing_of(outcome, clock.today())
    return Certificate(
        outcome=outcome,
        version=version,
        number=draw(),
        reason=reason,
        company=" ".join(supplier.name.split()),
        company_en=" ".join(supplier.name_en.split()),
        business_number=supplier.business_number,
        counts_from=standing.counts_from or clock.today(),
        valid_until=outcome.valid_until,
        signer_sha256=seal().fingerprint,
        time_stamped=bool(settings.TIMESTAMP_URL),
        issued_at=clock.now(),
        issued_by=by,
    )


def document(certificate: Certificate) -> bytes:
    """The sealed page; without a time stamp the same certificate gives the same bytes."""
    pdf, _pages = to_pdf(certificate_html(certificate), STYLE)
    return signed(pdf, certificate.issued_at)


def _asked(outcome: Outcome, version: int, reason: str, by: User) -> Job:
    payload = {"outcome": outcome.pk, "version": version, "reason": reason}
    job = enqueue(ISSUE, f"{key_stem(outcome)}:{version}", payload, total=1, by=by)
    if has_failed(job) and not is_open(job):
        retry(job)
    return job


def _store(certificate: Certificate, pdf: bytes) -> Certificate:
    certificate.sha256, certificate.size = hashlib.sha256(pdf).hexdigest(), len(pdf)
    certificate.file.save(f"{certificate.sha256}.pdf", ContentFile(pdf), save=False)
    try:
        with transaction.atomic():
            certificate.save()
            _tell(certificate)
    except IntegrityError:
        certificate.file.delete(save=False)
        return Certificate.objects.get(outcome=certificate.outcome, version=certificate.version)
    return certificate


def _tell(certificate: Certificate) -> None:
    # The number itself opens the check page to whoever reads it, so the chain names the file instead.
    said = {"outcome": certificate.outcome_id, "version": certificate.version, "sha256": certificate.sha256}
    act = "certificate.issued" if certificate.version == 1 else "certificate.reissued"
    stream = stream_of(certificate.outcome.application)
    record(
        stream,
        act,
        by=certificate.issued_by,
        data=said | ({"reason": certificate.reason} if certificate.reason else {}),
    )
