"""A person's own account."""

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from applications.people import services
from applications.people.forms import AccountForm
from applications.people.language import speaking
from applications.people.requests import user_of
from applications.roles import NEEDS_SECOND_FACTOR


@require_http_methods(["GET", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Own name and telephone number, and the ways to change everything else."""
    user = user_of(request)
    initial = {name: getattr(user, name) for name in AccountForm.Meta.fields}
    form = AccountForm(request.POST or None, initial=initial)
    if form.is_valid():
        services.edit_account(user, form.cleaned_data, by=user)
        messages.success(request, _("내 정보를 저장했습니다."))
        return speaking(redirect("people:account"), form.cleaned_data["language"])
    context = {
        "form": form,
        "second_factors": Authenticator.objects.filter(user_id=user.pk).count(),
        "second_factor_required": user.role in NEEDS_SECOND_FACTOR,
    }
    return render(request, "people/account.html", context)
