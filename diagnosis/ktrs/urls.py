from applications.access import route
from applications.roles import Role
from diagnosis.ktrs import views

app_name = "ktrs"
urlpatterns = [route("<str:code>/ktrs/", views.entering, name="enter", who={Role.OPERATOR})]
