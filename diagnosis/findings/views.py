"""The page on which officials put down what they established about a supplier."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from applications.people.requests import user_of
from applications.permissions import require
from applications.suppliers.queries import suppliers_for
from diagnosis.findings.forms import FindingForm
from diagnosis.findings.permissions import may_record
from diagnosis.findings.queries import told_of
from diagnosis.findings.services import record_finding

UNFIT = 422


def recording(request: HttpRequest, number: str) -> HttpResponse:
    """What is on record about a supplier; a post adds one finding."""
    supplier = get_object_or_404(suppliers_for(user_of(request)), business_number=number)
    require(may_record(user_of(request)))
    form = FindingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        names = ("fact", "value", "from_on", "until_on", "source")
        said = {name: form.cleaned_data[name] for name in names}
        record_finding(supplier, **said, by=user_of(request))
        messages.success(request, _("확인 사항을 기록했습니다."))
        return redirect("benefits:supplier", number)
    context = {"supplier": supplier, "form": form, "findings": told_of(supplier)}
    return render(request, "findings/record.html", context, status=UNFIT if form.errors else 200)
