"""Addresses of scoring runs."""

from applications.access import route
from applications.roles import SEES_EVERY_CASE, Role
from diagnosis.scoring import checking, views

app_name = "scoring"
urlpatterns = [
    route("", views.index, name="list", who=SEES_EVERY_CASE),
    route("recompute/", checking.index, name="recompute", who=SEES_EVERY_CASE),
    route("recompute/start/", checking.start, name="recompute_start", who={Role.OPERATOR, Role.AGENCY}),
    route("recompute/progress/", checking.progress, name="recompute_progress", who=SEES_EVERY_CASE),
    route("rounds/<str:code>/start/", views.start, name="start", who={Role.OPERATOR}),
    route("runs/<str:code>/", views.detail, name="run", who=SEES_EVERY_CASE),
    route("runs/<str:code>/progress/", views.progress, name="progress", who=SEES_EVERY_CASE),
    route("runs/<str:code>/changes/", views.changes, name="changes", who=SEES_EVERY_CASE),
    route("runs/<str:code>/faults/", views.faults, name="faults", who=SEES_EVERY_CASE),
    route("runs/<str:code>/cancel/", views.cancel, name="cancel", who={Role.OPERATOR}),
    route("runs/<str:code>/resume/", views.resume, name="resume", who={Role.OPERATOR}),
    route("runs/<str:code>/confirm/", views.confirm, name="confirm", who={Role.AGENCY}),
    route("runs/<str:code>/publish/", views.publish, name="publish", who={Role.AGENCY}),
]
