from applications.access import route
from applications.roles import SEES_EVERY_CASE, Role
from diagnosis.benefits.requests import views

app_name = "benefit_requests"
urlpatterns = [
    route("", views.listing, name="list", who=SEES_EVERY_CASE),
    route("ask/<str:benefit>/", views.asking, name="ask", who={Role.SUPPLIER}),
    route("<int:pk>/", views.detail, name="detail", who=SEES_EVERY_CASE | {Role.SUPPLIER}),
    route("<int:pk>/withdraw/", views.withdrawing, name="withdraw", who={Role.SUPPLIER}),
    route("<int:pk>/answer/", views.answering, name="answer", who={Role.OPERATOR}),
]
