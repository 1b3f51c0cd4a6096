from applications.access import SIGNED_IN, route
from applications.people import views

app_name = "people"
urlpatterns = [route("account/", views.account, name="account", who=SIGNED_IN)]
