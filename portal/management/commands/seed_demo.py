from argparse import ArgumentParser
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from applications import clock
from applications.jobs.models import Job, JobState
from applications.jobs.services import perform
from diagnosis.reports.queries import MAKE
from diagnosis.reports.services import make_report
from portal.demo.finishing import ask_to_finish, close_follow_up, finish_demo
from portal.demo.loading import load_demo
from portal.demo.people import ACCOUNTS, has_cast
from portal.demo.plan import SEED, Plan


class Command(BaseCommand):
    """Load the invented round, once; scoring and what follows are asked of the worker, or done here with --score."""

    help = "Load the demonstration round (only with DEMO=1). A second call changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seed", type=int, default=SEED, help="where the drawn figures begin")
        parser.add_argument(
            "--scale", type=Fraction, default=Fraction(1), help="share of the programme's numbers, such as 1/25"
        )
        parser.add_argument(
            "--score", action="store_true", help="score, publish and report in this process, without a worker"
        )
        parser.add_argument(
            "--log-ins", action="store_true", help="print the log-ins of the loaded demonstration and end"
        )

    def handle(self, *args: Any, seed: int, scale: Fraction, score: bool, log_ins: bool, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("시연 자료는 시연용으로 시작한 포털(DEMO=1)에서만 불러올 수 있습니다.")
        if not log_ins and not has_cast():
            self._load(Plan(seed, scale))
        if score:
            self._score()
        if log_ins or score:
            self._tell_log_ins()

    @transaction.atomic
    def _load(self, plan: Plan) -> None:
        self.stdout.write("시연 회차를 처음 한 번 불러옵니다.")
        run = load_demo(plan, now=clock.now(), say=self._say)
        ask_to_finish()
        self._say(f"채점 {run.code}(신청 {run.job.total}건)을 작업 프로세스에 맡겼습니다.")

    def _score(self) -> None:
        perform(ask_to_finish().pk, finish_demo, close_follow_up)
        for job in Job.objects.filter(kind=MAKE, state=JobState.QUEUED).order_by("pk"):
            perform(job.pk, make_report)

    def _tell_log_ins(self) -> None:
        self.stdout.write("시연 계정 (비밀번호는 모두 같습니다)")
        for label, email in ACCOUNTS:
            self.stdout.write(f"  {email:<24} {label}")
        self.stdout.write(f"  비밀번호                 {settings.DEMO_PASSWORD}")

    def _say(self, sentence: str) -> None:
        self.stdout.write(f"  {sentence}")
        self.stdout.flush()
