from applications.access import PUBLIC, route
from applications.membership import colleagues, joining, views
from applications.roles import Role

app_name = "membership"
SUPPLIER = {Role.SUPPLIER}
urlpatterns = [
    route("", views.index, name="members", who=SUPPLIER),
    route("invite/", views.invite, name="invite", who=SUPPLIER),
    route("invitations/<int:pk>/resend/", views.resend, name="resend", who=SUPPLIER),
    route("invitations/<int:pk>/revoke/", views.revoke, name="revoke", who=SUPPLIER),
    route("accept/<str:token>/", joining.accept, name="accept", who=PUBLIC),
    route("join/", joining.join, name="join", who=PUBLIC),
    route("join/take-back/", joining.take_back, name="take_back", who=SUPPLIER),
    route("requests/<int:pk>/let-in/", colleagues.let_in, name="let_in", who=SUPPLIER),
    route("requests/<int:pk>/turn-away/", colleagues.turn_away, name="turn_away", who=SUPPLIER),
    route("<int:pk>/standing/", colleagues.standing, name="standing", who=SUPPLIER),
    route("<int:pk>/remove/", colleagues.removal, name="remove", who=SUPPLIER),
]
