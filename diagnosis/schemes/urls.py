"""Addresses of schemes; what a notice says is no secret among officials, changing it is the agency's."""

from applications.access import route
from applications.roles import OFFICIALS, Role
from diagnosis.schemes import views

app_name = "schemes"
AGENCY = {Role.AGENCY}
urlpatterns = [
    route("", views.listing, name="list", who=OFFICIALS),
    route("upload/", views.upload, name="upload", who=AGENCY),
    route("<str:ref>/", views.detail, name="detail", who=OFFICIALS),
    route("<str:ref>/figures/", views.figures, name="figures", who=OFFICIALS),
    route("<str:ref>/diff/", views.diff, name="diff", who=OFFICIALS),
    route("<str:ref>/publish/", views.publish, name="publish", who=AGENCY),
    route("<str:ref>/close/", views.close, name="close", who=AGENCY),
    route("<str:ref>/discard/", views.discard, name="discard", who=AGENCY),
]
