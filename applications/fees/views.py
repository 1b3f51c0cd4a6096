"""Fee statements: the list for officials, one statement for them and for its company."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from applications.fees.queries import count_by_payment, is_overdue, statements_for, with_payment
from applications.people.requests import user_of
from grading.load import load_scheme

PER_PAGE = 25


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
    context = {"statement": found, "application": application, "fee": fee, "is_overdue": is_overdue(found)}
    return render(request, "fees/statement.html", context)
