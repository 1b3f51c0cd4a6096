from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from applications.audit.accesses import note_check
from applications.audit.verification import verify


class Command(BaseCommand):
    """Check the audit chain as the auditor's page does; exit status 1 where it is broken."""

    help = (
        "Recompute the audit chain of one stream or of all, and tell the first event of each stream that does not hold."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("stream", nargs="?", default="", help="such as application:26-1-I-00001; all when left out")

    def handle(self, *args: Any, stream: str, **options: Any) -> None:
        for check in verify(stream):
            self.stdout.write(f"{check.events:,} / {check.total:,}")
        note_check(check, stream=stream, by=None)
        for one in check.breaks:
            self.stdout.write(f"{one.stream} #{one.number}: {one.reason}")
        if check.breaks:
            raise CommandError(f"감사 기록이 이어지지 않는 대상이 {len(check.breaks)}개 있습니다.")
        self.stdout.write(f"대상 {check.streams:,}개, 기록 {check.events:,}건이 모두 이어집니다.")
