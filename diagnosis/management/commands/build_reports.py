from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from applications.jobs.models import JobState
from applications.rounds.models import Round
from diagnosis.batches.models import Batch
from diagnosis.batches.queries import batches, progress_of
from diagnosis.batches.services import BatchRunning, NothingMissing, perform_part, request_batch
from diagnosis.reports.models import LANGUAGES


class Command(BaseCommand):
    """Make the missing reports and certificates of a round, as the page does."""

    help = "Make the missing documents of a round in this process (--queue: leave it to the worker)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", help="round, such as 2026-1")
        parser.add_argument("--language", choices=LANGUAGES, default="ko")
        parser.add_argument("--queue", action="store_true", help="only ask; a worker does it")

    def handle(self, *args: Any, code: str, language: str, queue: bool, **options: Any) -> None:
        round_ = Round.objects.filter(code=code).first()
        if round_ is None:
            raise CommandError(f"회차 {code} 이(가) 없습니다.")
        try:
            batch = request_batch(round_, by=None, language=language)
        except BatchRunning as running:
            raise CommandError(f"회차 {code} 의 결과서를 이미 만들고 있습니다.") from running
        except NothingMissing:
            self.stdout.write(f"회차 {code} 의 결과 문서는 모두 있습니다.")
            return
        while not queue and (job := batch.jobs.filter(state=JobState.QUEUED).order_by("pk").first()):
            perform_part(job.pk)
        self._tell(batch)

    def _tell(self, batch: Batch) -> None:
        told = progress_of(batches().get(pk=batch.pk))
        self.stdout.write(f"{told.state} {told.done}/{batch.total}, 오류 {told.failed}")
        if told.failed:
            raise CommandError("만들지 못한 결과서가 있습니다.")
