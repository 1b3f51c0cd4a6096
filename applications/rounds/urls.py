from applications.access import PUBLIC, route
from applications.roles import SEES_EVERY_CASE, Role
from applications.rounds import extending, planning, views
from applications.rounds.permissions import ASK_EXTENSION

app_name = "rounds"
AGENCY = {Role.AGENCY}
urlpatterns = [
    route("", views.index, name="list", who=PUBLIC),
    route("clock/", views.time, name="clock", who=PUBLIC),
    route("new/", planning.new, name="new", who=AGENCY),
    route("<str:code>/", views.detail, name="detail", who=PUBLIC),
    route("<str:code>/edit/", planning.edit, name="edit", who=AGENCY),
    route("<str:code>/extensions/", extending.extension, name="extend", who=SEES_EVERY_CASE),
    route("<str:code>/extensions/<int:pk>/approve/", extending.approval, name="approve", who=AGENCY),
    route("<str:code>/extensions/<int:pk>/refuse/", extending.refusal, name="refuse", who=ASK_EXTENSION),
]
