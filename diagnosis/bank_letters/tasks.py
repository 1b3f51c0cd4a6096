from celery import shared_task

from applications.jobs.services import perform
from diagnosis.bank_letters.queries import ISSUE
from diagnosis.bank_letters.services import issue_asked


@shared_task(name=ISSUE)
def issue(job_id: int) -> None:
    """Make the letter that a job asks for."""
    perform(job_id, issue_asked)
