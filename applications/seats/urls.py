from applications.access import route
from applications.roles import Role
from applications.seats import views

app_name = "seats"
urlpatterns = [route("<str:code>/seats/", views.seats, name="resize", who={Role.AGENCY})]
