from celery import shared_task

from diagnosis.deadlines import services, warning


@shared_task(name="diagnosis.deadlines.remind", ignore_result=True)
def remind() -> int:
    """Write the reminders that have come due; asked for every hour, each is written once."""
    return services.remind()


@shared_task(name="diagnosis.deadlines.warn", ignore_result=True)
def warn() -> int:
    """Tell companies of documents that a round will find too old; asked for every morning, each is told once."""
    return warning.warn()
