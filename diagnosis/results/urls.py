from applications.access import route
from applications.roles import Role
from diagnosis.results import views
from diagnosis.results.machine import machine_readable

app_name = "results"
WHO = {Role.SUPPLIER, Role.OPERATOR, Role.AGENCY, Role.MINISTRY, Role.AUDITOR}
urlpatterns = [
    route("", views.listing, name="list", who=WHO),
    route("<str:code>/", views.detail, name="detail", who=WHO),
    route("<str:code>/versions/<int:number>/", views.version, name="version", who=WHO),
    machine_readable(route("<str:code>/explain.json", views.explain, name="explain", who=WHO)),
]
