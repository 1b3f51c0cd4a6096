from applications.access import PUBLIC, route
from diagnosis.directory import views

app_name = "directory"
urlpatterns = [
    route("", views.index, name="list", who=PUBLIC),
    route("needs/", views.needs, name="needs", who=PUBLIC),
    route("<str:number>/", views.company, name="company", who=PUBLIC),
]
