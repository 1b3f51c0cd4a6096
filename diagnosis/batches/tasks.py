from celery import shared_task

from diagnosis.batches.queries import MAKE
from diagnosis.batches.services import perform_part


@shared_task(name=MAKE)
def make(job_id: int) -> None:
    """Make the documents of one part of a batch."""
    perform_part(job_id)
