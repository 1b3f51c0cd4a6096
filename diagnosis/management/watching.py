"""A command that asks for background work and stays until it is over, whoever does it."""

import threading
import time
from collections.abc import Callable

from django.db import connection

from applications.jobs.models import Job
from applications.jobs.queries import is_open, percent

STEP = 0.5
Say = Callable[[str], object]


def perform_beside(perform: Callable[[int], bool], job_id: int) -> None:
    """Do the job in a thread of this process; a worker may have been quicker, then there is nothing to do."""
    threading.Thread(target=_perform, args=[perform, job_id], daemon=True).start()


def watch(job_id: int, say: Say) -> Job:
    """Tell how far the job is each time it moved on; gives it once it is over."""
    said = None
    while is_open(job := Job.objects.get(pk=job_id)):
        if (now := percent(job)) != said:
            say(f"  {now:3d}%  {job.done + job.failed} / {job.total}")
            said = now
        time.sleep(STEP)
    return job


def _perform(perform: Callable[[int], bool], job_id: int) -> None:
    try:
        # Returned after an error the job is taken again, until it is done or was tried too often.
        while perform(job_id):
            pass
    finally:
        connection.close()
