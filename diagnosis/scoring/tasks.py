"""The worker's door to scoring."""

from celery import shared_task

from diagnosis.scoring import services
from diagnosis.scoring.queries import RECOMPUTE
from diagnosis.scoring.recompute import perform_recompute, recompute_nightly


@shared_task(name=services.TASK, ignore_result=True)
def run(job_id: int) -> None:
    """Do, or go on with, the scoring run behind the job."""
    services.perform_run(job_id)


@shared_task(name=RECOMPUTE, ignore_result=True)
def recompute(job_id: int) -> None:
    """Do, or go on with, the check of all results behind the job."""
    perform_recompute(job_id)


@shared_task(name="diagnosis.scoring.recompute_nightly", ignore_result=True)
def nightly() -> None:
    """Ask for the check of the night; sent by the beat."""
    recompute_nightly()
