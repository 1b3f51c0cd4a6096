"""The portal's addresses with the gallery and a page that saves itself, whatever the portal itself shows."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines
from django.urls import path

from portal.display import display
from portal.gallery import gallery
from portal.urls import urlpatterns as portal_urls

PAGE = """{% extends "base.html" %}{% block title %}저장{% endblock %}{% block content %}<h1>저장</h1>
<form method="post" data-autosave="">{% csrf_token %}
<label for="a">답변</label><textarea id="a" name="answer"></textarea>
<p class="autosave" role="status"></p></form>{% endblock %}"""
saved: list[str] = []


def autosave(request: HttpRequest) -> HttpResponse:
    """Keep what was posted; a first attempt with the word `끊김` fails."""
    if request.method == "GET":
        return HttpResponse(engines["django"].from_string(PAGE).render({}, request))
    if "끊김" in request.POST["answer"] and not saved:
        saved.append("끊김")
        return HttpResponse(status=503)
    saved.append(request.POST["answer"])
    return JsonResponse({"message": "저장됨 14:03"})


urlpatterns = [
    path("gallery/", gallery, name="gallery"),
    path("display/", display, name="display"),
    path("autosave/", autosave),
    *portal_urls,
]
