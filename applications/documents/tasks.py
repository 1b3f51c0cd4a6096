from celery import shared_task

from applications.documents import scanning, uploads
from applications.jobs.services import perform


@shared_task(name=scanning.TASK)
def scan(job_id: int) -> None:
    """Have the scanner look at the file that a job names."""
    perform(job_id, scanning.scan)


@shared_task(name="applications.documents.drop_uploads", ignore_result=True)
def drop_uploads() -> int:
    """Throw away what was never finished."""
    return uploads.drop_expired()


@shared_task(name="applications.documents.scan_waiting", ignore_result=True)
def scan_waiting() -> int:
    """Ask for files that were stored while no scanner was set."""
    return scanning.ask_for_all()
