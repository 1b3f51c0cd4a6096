from celery import shared_task

from diagnosis.deadlines import services


@shared_task(name="diagnosis.deadlines.remind", ignore_result=True)
def remind() -> int:
    """Write the reminders that have come due; asked for every hour, each is written once."""
    return services.remind()
