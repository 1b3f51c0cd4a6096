from applications.access import route
from applications.roles import SEES_EVERY_CASE, Role
from applications.sanctions import views

app_name = "sanctions"
WRITES = {Role.OPERATOR, Role.AGENCY}
urlpatterns = [
    route("", views.index, name="list", who=SEES_EVERY_CASE),
    route("new/", views.proposal, name="propose", who=WRITES),
    route("<int:pk>/", views.detail, name="detail", who=SEES_EVERY_CASE),
    route("<int:pk>/confirm/", views.confirmation, name="confirm", who={Role.AGENCY}),
    route("<int:pk>/turn-down/", views.turning_down, name="turn_down", who=WRITES),
    route("<int:pk>/lift/", views.lifting, name="lift", who={Role.AGENCY}),
]
