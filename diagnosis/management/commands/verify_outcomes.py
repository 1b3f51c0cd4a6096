from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError

from applications.jobs.models import JobState
from diagnosis.management.watching import perform_beside, watch
from diagnosis.scoring.models import Discrepancy
from diagnosis.scoring.recompute import perform_recompute, request_recompute


class Command(BaseCommand):
    """Compute every result that counts once more, as the nightly check does; exit status 1 where any differs."""

    help = "Recompute every confirmed result from its sealed sheets and letters, and tell where a figure differs."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            job = request_recompute(by=None)
        except PermissionDenied as refused:
            raise CommandError(str(refused)) from refused
        perform_beside(perform_recompute, job.pk)
        job = watch(job.pk, self.stdout.write)
        if job.state != JobState.DONE:
            raise CommandError(job.note or str(job.get_state_display()))
        self._tell()
        if job.failed:
            raise CommandError(f"다시 계산한 값과 다른 결과가 {job.failed}건 있습니다.")
        self.stdout.write(f"결과 {job.done:,}건이 모두 다시 계산한 값과 같습니다.")

    def _tell(self) -> None:
        for one in Discrepancy.objects.filter(resolved_at=None).select_related("outcome__application"):
            for line in one.lines:
                said = f"{line['place']}: {line['stored']} / {line['recomputed']}"
                self.stdout.write(f"{one.outcome.application.code} {said}")
