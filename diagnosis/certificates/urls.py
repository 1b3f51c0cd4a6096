from applications.access import route
from applications.roles import Role
from diagnosis.appraisals.views import appraise_first
from diagnosis.certificates import views

app_name = "certificates"
READERS = {Role.SUPPLIER, Role.OPERATOR, Role.AGENCY, Role.MINISTRY, Role.AUDITOR}
ASKERS = {Role.SUPPLIER, Role.OPERATOR, Role.AGENCY}
urlpatterns = [
    route("<str:code>/", appraise_first(views.detail), name="detail", who=READERS),
    route("<str:code>/ready/", views.ready, name="ready", who=READERS),
    route("<str:code>/issue/", views.issue, name="issue", who=ASKERS),
    route("<str:code>/again/", views.new_version, name="new_version", who={Role.AGENCY}),
    route("<str:code>/certificate-<int:version>.pdf", appraise_first(views.download), name="download", who=READERS),
]
