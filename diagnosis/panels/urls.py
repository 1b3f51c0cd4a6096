from applications.access import route
from applications.roles import Role
from diagnosis.panels import challenging, composing, entries, reconsiderations, views

app_name = "panels"
ASSESSOR = {Role.ASSESSOR}
OPERATOR = {Role.OPERATOR}
VIEWERS = {Role.OPERATOR, Role.AGENCY, Role.AUDITOR}
urlpatterns = [
    route("", composing.pool, name="list", who=VIEWERS),
    route("enlist/", entries.enlistment, name="enlist", who=OPERATOR),
    route("pool/<int:pk>/", entries.entry, name="entry", who=OPERATOR),
    route("pool/<int:pk>/invite/", entries.invitation, name="invite", who=OPERATOR),
    route("pool/<int:pk>/set-aside/", entries.setting_aside, name="set_aside", who=OPERATOR),
    route("pool/<int:pk>/take-back/", entries.taking_back, name="take_back", who=OPERATOR),
    route("mine/", views.mine, name="mine", who=ASSESSOR),
    route("<str:code>/", composing.assignment, name="assign", who=VIEWERS),
    route("<str:code>/members/<int:pk>/release/", composing.releasing, name="release", who=OPERATOR),
    route("<str:code>/members/<int:pk>/dismiss/", composing.dismissing, name="dismiss", who=OPERATOR),
    route("<str:code>/members/", challenging.members, name="members", who={Role.SUPPLIER}),
    route("<str:code>/members/<int:pk>/challenge/", challenging.challenging, name="challenge", who={Role.SUPPLIER}),
    route("<str:code>/declare/", views.declaration, name="declare", who=ASSESSOR),
    route("<str:code>/sheet/", views.sheet, name="sheet", who=ASSESSOR),
    route("<str:code>/items/<str:item>/", views.mark, name="mark", who=ASSESSOR),
    route("<str:code>/reconsider/", reconsiderations.reconsideration, name="reconsider", who=ASSESSOR),
    route("<str:code>/settle/", reconsiderations.settling, name="settle", who=OPERATOR),
    route("<str:code>/close/", views.close, name="close", who=ASSESSOR),
]
