"""Addresses of notices."""

from applications.access import SIGNED_IN, route
from applications.notices import views

app_name = "notices"
urlpatterns = [
    route("", views.index, name="list", who=SIGNED_IN),
    route("read/", views.read, name="read", who=SIGNED_IN),
    route("preferences/", views.preferences, name="preferences", who=SIGNED_IN),
    route("<int:pk>/", views.follow, name="follow", who=SIGNED_IN),
]
