from applications.access import route
from applications.roles import SEES_EVERY_CASE, Role
from applications.taxation import views

app_name = "taxation"
urlpatterns = [
    route("", views.index, name="list", who=SEES_EVERY_CASE),
    route("mine/", views.mine, name="mine", who={Role.SUPPLIER}),
    route("<str:number>/", views.detail, name="detail", who=SEES_EVERY_CASE),
    route("<str:number>/ask/", views.ask, name="ask", who={Role.SUPPLIER, Role.OPERATOR}),
    route("<str:number>/verify/", views.verify, name="verify", who={Role.OPERATOR}),
]
