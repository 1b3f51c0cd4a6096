from celery import shared_task

from applications.jobs.services import perform
from diagnosis.certificates.queries import ISSUE
from diagnosis.certificates.services import issue_asked


@shared_task(name=ISSUE)
def issue(job_id: int) -> None:
    """Issue the certificate that a job asks for."""
    perform(job_id, issue_asked)
