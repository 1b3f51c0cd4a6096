from applications.access import route
from applications.audit import views
from applications.roles import Role

app_name = "audit"
urlpatterns = [
    route("", views.event_list, name="list", who={Role.AUDITOR}),
    route("verify/", views.verify_chain, name="verify", who={Role.AUDITOR}),
]
