from applications.access import PUBLIC, route
from diagnosis.checks import views

app_name = "checks"
urlpatterns = [
    route("", views.start, name="start", who=PUBLIC),
    route("document/", views.document, name="document", who=PUBLIC),
    route("<str:number>.json", views.as_data, name="data", who=PUBLIC),
    route("<str:number>/", views.by_number, name="number", who=PUBLIC),
]
