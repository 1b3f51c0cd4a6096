from applications.access import route
from applications.roles import Role
from diagnosis.batches import views

app_name = "batches"
MAKERS = {Role.OPERATOR, Role.AGENCY}
urlpatterns = [
    route("", views.overview, name="list", who=MAKERS),
    route("progress/", views.progress, name="progress", who=MAKERS),
    route("rounds/<str:code>/", views.start, name="start", who=MAKERS),
    route("<int:batch_id>/", views.detail, name="detail", who=MAKERS),
    route("<int:batch_id>/progress/", views.detail_progress, name="detail_progress", who=MAKERS),
    route("<int:batch_id>/stop/", views.stop, name="stop", who=MAKERS),
    route("<int:batch_id>/documents.zip", views.download, name="download", who=MAKERS),
]
