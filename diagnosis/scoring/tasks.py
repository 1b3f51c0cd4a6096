"""The worker's door to scoring."""

from celery import shared_task

from diagnosis.scoring import services


@shared_task(name=services.TASK, ignore_result=True)
def run(job_id: int) -> None:
    """Do, or go on with, the scoring run behind the job."""
    services.perform_run(job_id)
