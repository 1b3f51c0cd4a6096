"""The Celery application: takes its settings from Django and imports the task rooms of the apps."""

import os

from celery import Celery

from portal import broker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

# The noun packages that hold a `tasks` room.
TASK_PACKAGES = [
    "applications.documents",
    "applications.jobs",
    "applications.notices",
    "applications.taxation",
    "diagnosis.deadlines",
    "diagnosis.directory",
    "applications.suppliers",
    "diagnosis.scoring",
    "diagnosis.bank_letters",
    "diagnosis.batches",
    "diagnosis.benefits.requests",
    "diagnosis.certificates",
    "diagnosis.reports",
    "portal.demo",
]

broker.use()
app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(TASK_PACKAGES)
