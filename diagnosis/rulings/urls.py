from applications.access import route
from applications.roles import SEES_EVERY_CASE, Role
from diagnosis.rulings import views

app_name = "rulings"
AGENCY = {Role.AGENCY}
urlpatterns = [
    route("", views.listing, name="list", who=SEES_EVERY_CASE),
    route("<int:pk>/", views.detail, name="detail", who=SEES_EVERY_CASE),
    route("<int:pk>/decide/", views.decision, name="decide", who=AGENCY),
    route("<int:pk>/refuse/", views.refusal, name="refuse", who=AGENCY),
    route("<str:code>/revoke/", views.revocation, name="revoke", who=AGENCY),
    route("<str:code>/recount/", views.recount, name="recount", who=AGENCY),
    route("<str:code>/correct/", views.correction, name="correct", who=AGENCY),
]
