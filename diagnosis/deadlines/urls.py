from applications.access import PUBLIC, SIGNED_IN, route
from diagnosis.deadlines import views

app_name = "deadlines"
urlpatterns = [
    route("", views.index, name="list", who=SIGNED_IN),
    route("own.ics", views.download, name="download", who=SIGNED_IN),
    route("rounds.ics", views.rounds, name="rounds", who=PUBLIC),
    route("feed/open/", views.opening, name="open_feed", who=SIGNED_IN),
    route("feed/close/", views.closing, name="close_feed", who=SIGNED_IN),
    route("feed/<slug:token>.ics", views.feed, name="feed", who=PUBLIC),
]
