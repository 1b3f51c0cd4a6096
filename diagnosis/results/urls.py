from applications.access import route
from applications.roles import SEES_EVERY_CASE, Role
from diagnosis.appraisals.views import appraise_first
from diagnosis.machine import machine_readable
from diagnosis.results import views

app_name = "results"
WHO = {Role.SUPPLIER, Role.OPERATOR, Role.AGENCY, Role.MINISTRY, Role.AUDITOR}
urlpatterns = [
    route("", views.listing, name="list", who=WHO),
    route("history/", views.own_history, name="history", who={Role.SUPPLIER}),
    route("history/<str:number>/", views.history, name="history_of", who=SEES_EVERY_CASE | {Role.SUPPLIER}),
    route("<str:code>/", appraise_first(views.detail), name="detail", who=WHO),
    route("<str:code>/versions/<int:number>/", appraise_first(views.version), name="version", who=WHO),
    machine_readable(route("<str:code>/explain.json", appraise_first(views.explain), name="explain", who=WHO)),
]
