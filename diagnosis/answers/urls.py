from applications.access import route
from applications.roles import Role
from diagnosis.answers import views

app_name = "answers"
SUPPLIER = {Role.SUPPLIER}
urlpatterns = [
    route("<str:code>/sections/<str:section>/", views.section, name="section", who=SUPPLIER),
    route("<str:code>/editing/", views.editing, name="editing", who=SUPPLIER),
    route("<str:code>/items/<str:item>/", views.item, name="item", who=SUPPLIER),
    route("<str:code>/items/<str:item>/evidence/", views.evidence, name="evidence", who=SUPPLIER),
    route("<str:code>/items/<str:item>/pick/", views.pick, name="pick", who=SUPPLIER),
    route("<str:code>/evidence/<int:pk>/remove/", views.evidence_remove, name="evidence_remove", who=SUPPLIER),
]
