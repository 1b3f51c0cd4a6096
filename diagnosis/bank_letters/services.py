"""Letters for banks: asked for like every benefit, made once for a request, sealed like certificates."""

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
from applications.suppliers.models import Supplier
from diagnosis.bank_letters.models import BankLetter
from diagnosis.bank_letters.page import letter_html
from diagnosis.bank_letters.permissions import may_have_letter
from diagnosis.bank_letters.queries import ISSUE, key_of, letter_of
from diagnosis.benefits.queries import Entitlement
from diagnosis.benefits.requests.models import BenefitRequest
from diagnosis.benefits.requests.queries import basis_of, entitlement_today
from diagnosis.benefits.requests.services import ask, settle
from diagnosis.certificates.keys import seal
from diagnosis.certificates.numbers import draw
from diagnosis.certificates.queries import has_failed
from diagnosis.certificates.signing import signed
from diagnosis.press import to_pdf

STYLE = "bank_letters/letter.css"


@transaction.atomic
def request_letter(supplier: Supplier, benefit: str, *, by: User) -> BenefitRequest:
    """Ask for the benefit and have the worker make its letter; asked again, nothing is made twice.

    A try that failed is tried again. Raises PermissionDenied.
    """
    require(may_have_letter(benefit))
    request = ask(supplier, benefit, by=by)
    if letter_of(request) is None:
        job: Job = enqueue(ISSUE, key_of(request), {"request": request.pk}, total=1, by=by)
        if has_failed(job) and not is_open(job):
            retry(job)
    return request


def issue_asked(lease: Lease) -> None:
    """Make the letter that a job asks for."""
    whole = BenefitRequest.objects.select_related("supplier", "asked_by", "outcome__application")
    issue(whole.get(pk=lease.payload["request"]))
    progress(lease, done=1)


def issue(request: BenefitRequest) -> BankLetter:
    """Make, seal, store and record the request's letter, or give back the one that exists.

    Raises PermissionDenied for a benefit that is not open today, NoKey and StampRefused.
    """
    if found := letter_of(request):
        return found
    one = entitlement_today(request.supplier, request.benefit)
    require(may_have_letter(request.benefit, one))
    assert one is not None  # may_have_letter refuses what is not open
    letter = drafted(request, one)
    pdf, _pages = to_pdf(letter_html(letter), STYLE)
    return _store(letter, signed(pdf, letter.issued_at))


def drafted(request: BenefitRequest, one: Entitlement) -> BankLetter:
    """An unsaved letter with its drawn number and what it will say; it counts as long as the benefit does."""
    supplier, standing = request.supplier, one.dated.standing
    assert standing is not None  # the benefit is open
    return BankLetter(
        request=request,
        outcome=basis_of(one),
        number=draw(),
        company=" ".join(supplier.name.split()),
        company_en=" ".join(supplier.name_en.split()),
        business_number=supplier.business_number,
        counts_from=standing.since,
        valid_until=standing.until,
        signer_sha256=seal().fingerprint,
        time_stamped=bool(settings.TIMESTAMP_URL),
        issued_at=clock.now(),
        issued_by=request.asked_by,
    )


def _store(letter: BankLetter, pdf: bytes) -> BankLetter:
    letter.sha256, letter.size = hashlib.sha256(pdf).hexdigest(), len(pdf)
    letter.file.save(f"{letter.sha256}.pdf", ContentFile(pdf), save=False)
    try:
        with transaction.atomic():
            letter.save()
            settle(letter.request)
            # The number itself opens the check page to whoever reads it, so the chain names the file instead.
            said = {"outcome": letter.outcome_id, "benefit": letter.request.benefit, "sha256": letter.sha256}
            record(stream_of(letter.outcome.application), "bank_letter.issued", by=letter.issued_by, data=said)
    except IntegrityError:
        letter.file.delete(save=False)
        return BankLetter.objects.get(request=letter.request)
    return letter
