from applications.access import route
from applications.roles import Role
from diagnosis.appraisals.views import appraise_first
from diagnosis.reports import views

app_name = "reports"
READERS = {Role.SUPPLIER, Role.OPERATOR, Role.AGENCY, Role.MINISTRY, Role.AUDITOR}
ASKERS = READERS - {Role.AUDITOR}
urlpatterns = [
    route("<str:code>/", appraise_first(views.detail), name="detail", who=READERS),
    route("<str:code>/ready/", views.ready, name="ready", who=READERS),
    route("<str:code>/make/<str:language>/", views.make, name="make", who=ASKERS),
    route("<str:code>/report-<str:language>.pdf", appraise_first(views.download), name="download", who=READERS),
]
