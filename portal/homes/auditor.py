"""The auditor's first page: the chain in figures, its last check, its newest events."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from applications.audit.queries import chain_for, last_check_for
from applications.people.requests import user_of


def home(request: HttpRequest) -> HttpResponse:
    """Opening the page becomes an event of its own (AuditorReadingMiddleware)."""
    user = user_of(request)
    context = {"chain": chain_for(user), "last": last_check_for(user)}
    return render(request, "homes/auditor.html", context)
