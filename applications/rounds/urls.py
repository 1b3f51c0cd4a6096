from applications.access import PUBLIC, route
from applications.roles import Role
from applications.rounds import views

app_name = "rounds"
urlpatterns = [
    route("", views.index, name="list", who=PUBLIC),
    route("<str:code>/", views.detail, name="detail", who=PUBLIC),
    route("<str:code>/edit/", views.edit, name="edit", who={Role.AGENCY}),
]
