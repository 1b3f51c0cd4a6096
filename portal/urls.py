"""Every address of the portal; docs/permissions.md says who may knock at each."""

from django.urls import include, path

from applications.access import PUBLIC, SIGNED_IN, route
from applications.people.language import choose_language
from applications.roles import Role
from portal import health
from portal.display import display
from portal.gallery import gallery
from portal.homes.views import workspace
from portal.line_drawing.views import room, trial
from portal.public import sitemap
from portal.public import views as public
from portal.statistics import views as statistics

urlpatterns = [
    route("", public.home, name="home", who=PUBLIC),
    route("model/", public.model, name="model", who=PUBLIC),
    route("model/years/", public.years, name="model_years", who=PUBLIC),
    route("statistics/", statistics.statistics, name="statistics", who=PUBLIC),
    route("statistics/<slug:code>.csv", statistics.as_csv, name="statistics_csv", who=PUBLIC),
    route("statistics/<slug:code>.json", statistics.as_json, name="statistics_json", who=PUBLIC),
    route("sitemap.xml", sitemap.index, name="sitemap", who=PUBLIC),
    route("sitemap-<slug:section>.xml", sitemap.part, name="sitemap_part", who=PUBLIC),
    route("robots.txt", sitemap.robots, name="robots", who=PUBLIC),
    route("home/", workspace, name="workspace", who=SIGNED_IN),
    path("accounts/", include("allauth.urls")),
    path("people/", include("applications.people.urls")),
    path("suppliers/", include("applications.suppliers.urls")),
    path("documents/", include("applications.documents.urls")),
    path("members/", include("applications.membership.urls")),
    path("calendar/", include("diagnosis.deadlines.urls")),
    path("taxation/", include("applications.taxation.urls")),
    path("sanctions/", include("applications.sanctions.urls")),
    path("rounds/", include("applications.rounds.urls")),
    path("rounds/", include("applications.seats.urls")),
    path("notices/", include("applications.notices.urls")),
    path("audit/", include("applications.audit.urls")),
    path("fees/", include("applications.fees.urls")),
    path("applications/", include("diagnosis.submissions.urls")),
    path("applications/", include("diagnosis.answers.urls")),
    path("cases/", include("diagnosis.cases.urls")),
    path("cases/", include("diagnosis.ktrs.urls")),
    path("appraisals/", include("diagnosis.appraisals.urls")),
    path("panels/", include("diagnosis.panels.urls")),
    path("scoring/", include("diagnosis.scoring.urls")),
    path("schemes/", include("diagnosis.schemes.urls")),
    path("rulings/", include("diagnosis.rulings.urls")),
    path("directory/", include("diagnosis.directory.urls")),
    path("results/", include("diagnosis.results.urls")),
    path("benefits/requests/", include("diagnosis.benefits.requests.urls")),
    path("benefits/bank-letters/", include("diagnosis.bank_letters.urls")),
    path("benefits/", include("diagnosis.findings.urls")),
    path("benefits/", include("diagnosis.benefits.urls")),
    path("reports/", include("diagnosis.reports.urls")),
    path("batches/", include("diagnosis.batches.urls")),
    path("certificates/", include("diagnosis.certificates.urls")),
    path("check/", include("diagnosis.checks.urls")),
    route("line-drawing/", room, name="line_drawing", who={Role.MINISTRY, Role.AGENCY}),
    route("schemes/<str:ref>/trial/", trial, name="scheme_trial", who={Role.MINISTRY, Role.AGENCY}),
    route("gallery/", gallery, name="gallery", who=PUBLIC),
    route("display/", display, name="display", who=PUBLIC),
    route("health/live", health.live, name="live", who=PUBLIC),
    route("health/ready", health.ready, name="ready", who=PUBLIC),
    path("i18n/setlang/", choose_language, name="set_language"),
]
