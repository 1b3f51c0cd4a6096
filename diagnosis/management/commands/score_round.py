from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError

from applications.jobs.models import JobState
from applications.people.models import User
from applications.rounds.models import Round
from diagnosis.management.watching import perform_beside, watch
from diagnosis.scoring.models import ScoringRun
from diagnosis.scoring.services import perform_run, start_run


class Command(BaseCommand):
    """Score a round from the shell, as the page does: the same run, the same job, the same outcomes."""

    help = "Score a round: in this process, or with --wait in a worker while this process watches."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", help="round, such as 2026-1")
        parser.add_argument("--by", metavar="EMAIL", help="the operator who asks; without it the portal itself")
        where = parser.add_mutually_exclusive_group()
        where.add_argument("--inline", action="store_true", help="score in this process (the default)")
        where.add_argument("--wait", action="store_true", help="leave it to a worker and wait for the end")

    def handle(self, *args: Any, code: str, by: str | None, wait: bool, **options: Any) -> None:
        run = self._start(code, by)
        self.stdout.write(f"{run.code}: {run.job.total}건")
        if not wait:
            perform_beside(perform_run, run.job_id)
        self._tell(run)

    def _start(self, code: str, email: str | None) -> ScoringRun:
        round_ = Round.objects.filter(code=code).first()
        if round_ is None:
            raise CommandError(f"회차 {code} 이(가) 없습니다.")
        try:
            return start_run(round_, by=self._person(email))
        except PermissionDenied as refused:
            raise CommandError(str(refused)) from refused

    def _person(self, email: str | None) -> User | None:
        if email is None:
            return None
        person = User.objects.filter(email__iexact=email, is_active=True).first()
        if person is None:
            raise CommandError(f"{email} 계정이 없습니다.")
        return person

    def _tell(self, run: ScoringRun) -> None:
        job = watch(run.job_id, self.stdout.write)
        self.stdout.write(f"{run.code}: {job.get_state_display()}, 결과 {job.done}건, 오류 {job.failed}건")
        if job.state != JobState.DONE:
            raise CommandError(job.note or str(job.get_state_display()))
