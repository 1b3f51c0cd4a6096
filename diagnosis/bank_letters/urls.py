from applications.access import route
from applications.roles import SEES_EVERY_CASE, Role
from diagnosis.bank_letters import views

app_name = "bank_letters"
WHO = SEES_EVERY_CASE | {Role.SUPPLIER}
urlpatterns = [
    route("ask/<str:benefit>/", views.asking, name="ask", who={Role.SUPPLIER}),
    route("<int:pk>/", views.detail, name="detail", who=WHO),
    route("<int:pk>/ready/", views.ready, name="ready", who=WHO),
    route("<int:pk>/letter.pdf", views.download, name="download", who=WHO),
]
