from celery import shared_task

from applications.jobs.services import perform
from portal.demo.finishing import TASK, close_follow_up, finish_demo


@shared_task(name=TASK)
def finish(job_id: int) -> None:
    """The follow-up of the demonstration behind a job row."""
    perform(job_id, finish_demo, close_follow_up)
