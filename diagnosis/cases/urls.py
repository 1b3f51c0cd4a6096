from applications.access import route
from applications.roles import SEES_EVERY_CASE, Role
from diagnosis.cases import views

app_name = "cases"
urlpatterns = [
    route("", views.listing, name="list", who=SEES_EVERY_CASE),
    route("<str:code>/", views.detail, name="detail", who=SEES_EVERY_CASE),
    route("<str:code>/answers/", views.answers, name="answers", who=SEES_EVERY_CASE),
    route("<str:code>/move/<str:name>/", views.move, name="move", who={Role.OPERATOR}),
]
