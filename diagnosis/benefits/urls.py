from applications.access import route
from applications.roles import SEES_EVERY_CASE, Role
from diagnosis.benefits import views
from diagnosis.machine import machine_readable

app_name = "benefits"
WHO = SEES_EVERY_CASE | {Role.SUPPLIER}
urlpatterns = [
    route("", views.own, name="own", who={Role.SUPPLIER}),
    route("<str:number>/", views.supplier, name="supplier", who=WHO),
    machine_readable(route("<str:number>/benefits.json", views.data, name="data", who=WHO)),
]
