from applications.access import route
from applications.roles import Role
from diagnosis.appraisals.views import appraise_first
from diagnosis.reports import views

app_name = "reports"
READERS = {Role.SUPPLIER, Role.OPERATOR, Role.AGENCY, Role.MINISTRY, Role.AUDITOR}
MAKERS = {Role.OPERATOR, Role.AGENCY}
urlpatterns = [
    route("", views.overview, name="list", who=MAKERS),
    route("progress/", views.progress, name="progress", who=MAKERS),
    route("rounds/<str:code>/", views.batch, name="batch", who=MAKERS),
    route("jobs/<int:job_id>/stop/", views.stop, name="stop", who=MAKERS),
    route("<str:code>/report.pdf", appraise_first(views.download), name="download", who=READERS),
    route("<str:code>/ready/", views.ready, name="ready", who=READERS),
]
