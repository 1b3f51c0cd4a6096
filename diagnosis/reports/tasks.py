from celery import shared_task

from applications.jobs.services import perform
from diagnosis.reports.queries import MAKE
from diagnosis.reports.services import make_report


@shared_task(name=MAKE)
def make(job_id: int) -> None:
    """Make the report that a job asks for."""
    perform(job_id, make_report)
