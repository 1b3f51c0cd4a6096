"""The letter for a bank: what it will say, its making, and the file."""

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from applications import clock
from applications.people.requests import user_of
from applications.permissions import require
from applications.suppliers.queries import suppliers_for
from diagnosis.bank_letters import services
from diagnosis.bank_letters.models import BankLetter
from diagnosis.bank_letters.permissions import may_have_letter
from diagnosis.bank_letters.queries import is_under_way, job_of, letter_of, letter_requests_for
from diagnosis.benefits.queries import benefits_of
from diagnosis.benefits.requests.models import BenefitRequest
from diagnosis.benefits.requests.permissions import may_ask
from diagnosis.benefits.requests.queries import entitlement_of, live_request, name_of, where_of
from diagnosis.certificates.queries import has_failed


def asking(request: HttpRequest, benefit: str) -> HttpResponse:
    """What the letter will say; a post has it made. Where one stands already, it is shown."""
    user = user_of(request)
    supplier = get_object_or_404(suppliers_for(user))
    require(may_have_letter(benefit))
    if live := live_request(supplier, benefit):
        return redirect("bank_letters:detail", live.pk)
    one = entitlement_of(benefits_of(supplier, clock.today()), benefit)
    require(may_ask(user, supplier, one))
    if request.method == "POST":
        return redirect("bank_letters:detail", services.request_letter(supplier, benefit, by=user).pk)
    context = {"supplier": supplier, "one": one, "benefit": name_of(benefit), "where": where_of(benefit)}
    return render(request, "bank_letters/ask.html", context)


def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter of one request; a post tries again where the try before it failed."""
    asked = _asked(request, pk)
    if request.method == "POST":
        services.request_letter(asked.supplier, asked.benefit, by=user_of(request))
        return redirect("bank_letters:detail", pk)
    return render(request, "bank_letters/detail.html", _about(asked))


@require_safe
def ready(request: HttpRequest, pk: int) -> HttpResponse:
    """A fragment that asks again every second until the letter is there or has failed."""
    return render(request, "bank_letters/_state.html", _about(_asked(request, pk)))


@require_safe
def download(request: HttpRequest, pk: int) -> FileResponse:
    """The sealed file."""
    return _file(get_object_or_404(BankLetter, request=_asked(request, pk)))


def _asked(request: HttpRequest, pk: int) -> BenefitRequest:
    return get_object_or_404(letter_requests_for(user_of(request)), pk=pk)


def _about(asked: BenefitRequest) -> dict[str, Any]:
    return {
        "asked": asked,
        "supplier": asked.supplier,
        "benefit": name_of(asked.benefit),
        "letter": letter_of(asked),
        "under_way": is_under_way(asked),
        "failed": has_failed(job_of(asked)),
    }


def _file(letter: BankLetter) -> FileResponse:
    name = _("은행 제출용 확인서") + f"_{letter.company}_{timezone.localdate(letter.issued_at):%Y%m%d}.pdf"
    answer = FileResponse(letter.file.open("rb"), as_attachment=True, filename=name, content_type="application/pdf")
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
