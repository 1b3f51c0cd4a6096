from applications.access import route
from applications.fees import views
from applications.roles import SEES_EVERY_CASE, Role

app_name = "fees"
urlpatterns = [
    route("", views.listing, name="list", who=SEES_EVERY_CASE),
    route("refunds/<int:pk>/", views.refund, name="refund", who={Role.OPERATOR}),
    route("<str:code>/receipt/", views.receipt, name="receipt", who=SEES_EVERY_CASE | {Role.SUPPLIER}),
    route("<str:code>/", views.statement, name="statement", who=SEES_EVERY_CASE | {Role.SUPPLIER}),
]
