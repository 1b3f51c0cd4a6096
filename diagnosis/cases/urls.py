from applications.access import route
from applications.roles import SEES_EVERY_CASE, Role
from diagnosis.cases import claims, views

app_name = "cases"
urlpatterns = [
    route("", views.listing, name="list", who=SEES_EVERY_CASE),
    route("<str:code>/", views.detail, name="detail", who=SEES_EVERY_CASE),
    route("<str:code>/answers/", views.answers, name="answers", who=SEES_EVERY_CASE),
    route("<str:code>/claims/<str:item>/", claims.decision, name="claim", who={Role.OPERATOR}),
    route("<str:code>/move/<str:name>/", views.move, name="move", who={Role.OPERATOR}),
]
