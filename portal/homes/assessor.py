"""The assessor's first page: the desk."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from applications.people.requests import user_of
from diagnosis.panels.desk import AGAIN, ANSWER, MARK, desk_of


def home(request: HttpRequest) -> HttpResponse:
    """What needs this assessor now."""
    tasks = desk_of(user_of(request))
    context = {
        "tasks": tasks,
        "first": tasks[0] if tasks and tasks[0].url else None,
        "to_answer": sum(1 for task in tasks if task.step == ANSWER),
        "to_mark": sum(1 for task in tasks if task.step in (AGAIN, MARK)),
        "late": sum(1 for task in tasks if task.is_late),
    }
    return render(request, "homes/assessor.html", context)
