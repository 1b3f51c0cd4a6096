from applications.access import route
from applications.documents import upload_views, views
from applications.roles import Role

app_name = "documents"
SUPPLIER = {Role.SUPPLIER}
READERS = {Role.SUPPLIER, Role.OPERATOR, Role.AGENCY, Role.AUDITOR, Role.ASSESSOR}
urlpatterns = [
    route("", views.listing, name="list", who=SUPPLIER),
    route("add/", views.add, name="add", who=SUPPLIER),
    route("uploads/", upload_views.begin, name="uploads", who=SUPPLIER),
    route("uploads/<uuid:key>/", upload_views.upload, name="upload", who=SUPPLIER),
    route("uploads/<uuid:key>/finish/", upload_views.finish, name="upload_finish", who=SUPPLIER),
    route("versions/<uuid:key>/", views.version, name="version", who=READERS),
    route("files/<uuid:key>/", views.file, name="file", who=READERS),
    route("files/<uuid:key>/inline/", views.inline, name="inline", who=READERS),
    route("<uuid:key>/", views.detail, name="detail", who=SUPPLIER),
    route("<uuid:key>/edit/", views.edit, name="edit", who=SUPPLIER),
    route("<uuid:key>/renew/", views.renew, name="renew", who=SUPPLIER),
    route("<uuid:key>/put-away/", views.put_away, name="put_away", who=SUPPLIER),
    route("<uuid:key>/remove/", views.remove, name="remove", who=SUPPLIER),
]
