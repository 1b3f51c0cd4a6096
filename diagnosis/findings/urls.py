from applications.access import route
from applications.roles import Role
from diagnosis.findings import views

app_name = "findings"
urlpatterns = [
    route("<str:number>/findings/", views.recording, name="record", who={Role.OPERATOR, Role.AGENCY}),
]
