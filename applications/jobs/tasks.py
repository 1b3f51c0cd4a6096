"""The courier's side of background work: the beat sends `sweep` every 30 seconds."""

from typing import Any

from celery import shared_task
from celery.signals import worker_ready
from django.conf import settings

from applications.jobs import services


@shared_task(name="applications.jobs.sweep", ignore_result=True, expires=30)
def sweep() -> int:
    """Send again what got lost and take back what dead workers hold."""
    return services.sweep()


@worker_ready.connect(dispatch_uid="applications.jobs.resume")
def resume(**_signal: Any) -> None:
    """Begin at once what an earlier worker left.

    A queue in a folder has one worker, so every lease still running is a dead worker's; elsewhere others may
    be at work and only time tells.
    """
    if settings.CELERY_BROKER_URL.startswith("filesystem:"):
        services.take_back_all()
    else:
        services.sweep()
