"""Below `/suppliers/profile/`, in the name space of the suppliers."""

from applications.access import route
from applications.roles import Role
from applications.suppliers.entry import views
from applications.suppliers.entry.sheets import views as sheets

WHO = {Role.SUPPLIER}
urlpatterns = [
    route("profile/", views.profile, name="profile", who=WHO),
    route("profile/listing/", views.listing, name="listing", who=WHO),
    route("profile/confirm/", views.confirm, name="confirm", who=WHO),
    route("profile/change/", views.ask, name="ask_change", who=WHO),
    route("profile/take-back/", views.take_back, name="take_back", who=WHO),
    route("profile/sheets/<int:pk>/", sheets.sheet, name="sheet", who=WHO),
    route("profile/sections/<slug:code>/", views.section, name="section", who=WHO),
    route("profile/sections/<slug:code>/template/", sheets.template, name="sheet_template", who=WHO),
    route("profile/sections/<slug:code>/upload/", sheets.upload, name="sheet_upload", who=WHO),
]
