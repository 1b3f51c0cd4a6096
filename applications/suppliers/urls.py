from applications.access import PUBLIC, route
from applications.roles import SEES_EVERY_CASE, Role
from applications.suppliers import views

app_name = "suppliers"
urlpatterns = [
    route("", views.index, name="list", who=SEES_EVERY_CASE),
    route("profile/", views.profile, name="profile", who={Role.SUPPLIER}),
    route("number-check/", views.number_check, name="number_check", who=PUBLIC),
    route("<str:number>/", views.detail, name="detail", who=SEES_EVERY_CASE),
    route("<str:number>/<slug:move>/", views.pool_move, name="pool_move", who={Role.SUPPLIER, Role.OPERATOR}),
]
