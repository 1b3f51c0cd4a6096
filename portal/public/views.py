"""Pages anyone may read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "public/home.html")


def model(request: HttpRequest) -> HttpResponse:
    return render(request, "public/model.html")
