from applications.access import route
from applications.roles import Role
from diagnosis.submissions import starting, views

app_name = "submissions"
SUPPLIER = {Role.SUPPLIER}
urlpatterns = [
    route("", views.listing, name="list", who=SUPPLIER),
    route("start/", starting.begin, name="start", who=SUPPLIER),
    route("start/<str:code>/<str:track>/", starting.check, name="check", who=SUPPLIER),
    route("<str:code>/", views.detail, name="detail", who=SUPPLIER),
    route("<str:code>/review/", views.review, name="review", who=SUPPLIER),
    route("<str:code>/receipt/", views.receipt, name="receipt", who=SUPPLIER),
    route("<str:code>/receipt/<int:number>/", views.receipt_paper, name="receipt_paper", who=SUPPLIER),
    route("<str:code>/move/<str:name>/", views.move, name="move", who=SUPPLIER),
]
