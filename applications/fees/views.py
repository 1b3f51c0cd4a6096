"""Fee statements: the list for officials, one statement for them and for its company."""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from applications import clock
from applications.fees.forms import RefundForm
from applications.fees.models import Refund
from applications.fees.queries import count_by_payment, is_overdue, statements_for, with_payment
from applications.fees.refunds import PaidBackAlready, is_assumed, pay_back, rules_of
from applications.people.requests import user_of
from grading.load import load_scheme

PER_PAGE, UNFIT = 25, 422


def listing(request: HttpRequest) -> HttpResponse:
    """Statements by payment, the earliest due first."""
    statements = statements_for(user_of(request))
    payment = request.GET.get("payment", "")
    chosen = with_payment(statements, payment).order_by("due_on", "pk")
    page = Paginator(chosen, PER_PAGE).get_page(request.GET.get("page"))
    rows = [(statement, is_overdue(statement)) for statement in page.object_list]
    counts = count_by_payment(statements)
    context = {"page_obj": page, "rows": rows, "payment": payment, "counts": counts}
    return render(request, "fees/list.html", context)


def statement(request: HttpRequest, code: str) -> HttpResponse:
    """Both shares of one application's cost, and until when the company's is due."""
    found = get_object_or_404(statements_for(user_of(request)), application__code=code)
    application = found.application
    fee = load_scheme(application.scheme_code).fee(application.track)
    context = {
        "statement": found,
        "application": application,
        "fee": fee,
        "is_overdue": is_overdue(found),
        "account": settings.FEE_ACCOUNT,
        "rules": rules_of(found),
        "is_assumed": is_assumed(application),
        "refunds": found.refunds.all(),
    }
    return render(request, "fees/statement.html", context)


def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """That the company's share was paid, to be printed and kept; there is none before."""
    paid = statements_for(user_of(request)).filter(paid_on__isnull=False)
    found = get_object_or_404(paid.select_related("confirmed_by"), application__code=code)
    return render(request, "fees/receipt.html", {"statement": found, "application": found.application})


def refund(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that a refund was paid."""
    owed = Refund.objects.filter(statement__in=statements_for(user_of(request)))
    found = get_object_or_404(owed.select_related("statement__application__supplier"), pk=pk)
    form = RefundForm(request.POST or None, initial={"paid_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            pay_back(found, paid_on=form.cleaned_data["paid_on"], by=user_of(request))
            messages.success(request, _("환불을 확인했습니다."))
        except PaidBackAlready:
            messages.info(request, _("이미 확인한 환불입니다."))
        return redirect("fees:statement", code=found.statement.application.code)
    context = {"refund": found, "application": found.statement.application, "form": form}
    return render(request, "fees/refund.html", context, status=UNFIT if form.errors else 200)
