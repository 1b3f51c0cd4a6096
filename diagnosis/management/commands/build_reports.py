from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from applications.jobs.models import Job, JobState
from applications.jobs.services import perform
from applications.rounds.models import Round
from diagnosis.reports.services import BatchRunning, make_reports, request_batch


class Command(BaseCommand):
    """Make the missing reports of a round, as the page does."""

    help = "Make the missing reports of a round in this process (--queue: leave it to the worker)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", help="round, such as 2026-1")
        parser.add_argument("--queue", action="store_true", help="only ask; a worker does it")

    def handle(self, *args: Any, code: str, queue: bool, **options: Any) -> None:
        round_ = Round.objects.filter(code=code).first()
        if round_ is None:
            raise CommandError(f"회차 {code} 이(가) 없습니다.")
        try:
            job = request_batch(round_, by=None)
        except BatchRunning as running:
            raise CommandError(f"회차 {code} 의 결과서를 이미 만들고 있습니다.") from running
        if not queue:
            perform(job.pk, make_reports)
        self._tell(job)

    def _tell(self, job: Job) -> None:
        job.refresh_from_db()
        self.stdout.write(f"{job.key}: {job.get_state_display()} {job.done}/{job.total}, 오류 {job.failed}")
        if job.state == JobState.FAILED or job.failed:
            raise CommandError("만들지 못한 결과서가 있습니다.")
