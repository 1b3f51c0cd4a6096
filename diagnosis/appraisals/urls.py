from applications.access import route
from applications.roles import Role
from diagnosis.appraisals import views
from diagnosis.appraisals.queries import READERS

app_name = "appraisals"
urlpatterns = [
    route("", views.standings, name="list", who=READERS),
    route("assessors/<int:pk>/", views.comments, name="comments", who=READERS),
    route("<str:code>/", views.appraisal, name="form", who={Role.SUPPLIER}),
]
