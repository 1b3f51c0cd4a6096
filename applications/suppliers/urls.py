from applications.access import PUBLIC, route
from applications.roles import SEES_EVERY_CASE, Role
from applications.suppliers import views
from applications.suppliers.entry import urls as entry

app_name = "suppliers"
urlpatterns = [
    route("", views.index, name="list", who=SEES_EVERY_CASE),
    *entry.urlpatterns,
    route("number-check/", views.number_check, name="number_check", who=PUBLIC),
    route("<str:number>/", views.detail, name="detail", who=SEES_EVERY_CASE),
    route("<str:number>/staff/", views.staff, name="staff", who=SEES_EVERY_CASE),
    route(
        "<str:number>/change/<slug:move>/", views.change_move, name="change_move", who={Role.SUPPLIER, Role.OPERATOR}
    ),
    route("<str:number>/<slug:move>/", views.pool_move, name="pool_move", who={Role.SUPPLIER, Role.OPERATOR}),
]
