"""The worker's door to the directory."""

from celery import shared_task

from diagnosis.directory import services


@shared_task(name="diagnosis.directory.refresh", ignore_result=True)
def refresh() -> None:
    """Follow what was done since the last time; sent every minute by the beat."""
    services.refresh_if_due()


@shared_task(name="diagnosis.directory.refresh_nightly", ignore_result=True)
def nightly() -> None:
    """Follow the calendar too: results expire without anybody doing anything."""
    services.refresh()
