from applications.access import SIGNED_IN, route
from applications.people import officials, views
from applications.roles import Role

app_name = "people"
AGENCY = {Role.AGENCY}
urlpatterns = [
    route("account/", views.account, name="account", who=SIGNED_IN),
    route("officials/", officials.index, name="officials", who=AGENCY),
    route("officials/new/", officials.appointment, name="appoint", who=AGENCY),
    route("officials/<int:pk>/", officials.detail, name="official", who=AGENCY),
    route("officials/<int:pk>/deactivate/", officials.deactivation, name="deactivate", who=AGENCY),
    route("officials/<int:pk>/reactivate/", officials.reactivation, name="reactivate", who=AGENCY),
    route("officials/<int:pk>/invite/", officials.invitation, name="invite", who=AGENCY),
]
