"""Which documents of a round are missing, and how far the batches are that make them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from applications import clock
from applications.filing.workflow import State
from applications.jobs.queries import OPEN
from applications.moments import span_text
from applications.rounds.models import Round
from diagnosis.batches.models import Batch, Failure
from diagnosis.certificates.models import Certificate
from diagnosis.reports.models import Report
from diagnosis.reports.queries import NAMES
from diagnosis.scoring.models import Outcome

MAKE = "diagnosis.batches.make"
SHOWN, LOOKED_BACK = 12, 30
ENOUGH = 3  # documents before a speed can be told


@dataclass(frozen=True)
class Progress:
    """A batch with its counts; `left` is None while nothing can be said about it."""

    batch: Batch
    done: int
    failed: int
    is_open: bool
    left: timedelta | None = None

    @property
    def state(self) -> str | Promise:
        if self.is_open:
            return _("만드는 중")
        if self.batch.cancelled_at:
            return _("멈춤")
        return _("끝남") if self.done + self.failed >= self.batch.total else _("중단됨")

    @property
    def title(self) -> str:
        """Which round, language and how-manieth batch it is."""
        said = {"round": self.batch.round.name, "language": NAMES[self.batch.language], "number": self.batch.number}
        return gettext("%(round)s %(language)s 결과 문서, %(number)d번째") % said

    @property
    def left_text(self) -> str:
        """The time left to the minute; less than that is said as such."""
        if self.left is None or self.left < timedelta(minutes=1):
            return gettext("1분 미만")
        return gettext("약 %(span)s") % {"span": span_text(self.left)}

    @property
    def tone(self) -> str:
        if self.is_open:
            return "info"
        whole = self.done >= self.batch.total
        return "success" if whole else "warning"


def published(round_: Round) -> QuerySet[Outcome]:
    """The published outcomes of a round that count today; each gets its documents."""
    return Outcome.objects.filter(
        application__round=round_, current=True, fault="", published_at__isnull=False
    ).order_by("application__code")


def incomplete(round_: Round, language: str) -> QuerySet[Outcome]:
    """Those without a report in the language, or without a certificate that they may have."""
    no_report = ~Exists(Report.objects.filter(outcome=OuterRef("pk"), language=language))
    no_certificate = ~Exists(Certificate.objects.filter(outcome=OuterRef("pk")))
    lasting = Q(valid_until=None) | Q(valid_until__gte=clock.today())
    certifiable = lasting & ~Q(application__state=State.REVOKED)
    return published(round_).filter(no_report | (no_certificate & certifiable))


def rounds_with_documents() -> QuerySet[Round]:
    """Rounds with the number of published outcomes, of reports in each language and of certificates."""
    counts = Q(applications__outcomes__current=True, applications__outcomes__published_at__isnull=False)

    def made(language: str) -> Count:
        of = counts & Q(applications__outcomes__reports__language=language)
        return Count("applications__outcomes__reports", filter=of, distinct=True)

    return Round.objects.order_by("-opens_at").annotate(
        published=Count("applications__outcomes", filter=counts, distinct=True),
        korean=made("ko"),
        english=made("en"),
        certified=Count(
            "applications__outcomes", filter=counts & Q(applications__outcomes__certificates__version=1), distinct=True
        ),
    )


def batches() -> QuerySet[Batch]:
    """All batches with the counts of their jobs, newest first."""
    return (
        Batch.objects.select_related("round", "asked_by")
        .annotate(
            done=Coalesce(Sum("jobs__done"), 0),
            missed=Coalesce(Sum("jobs__failed"), 0),
            open_jobs=Count("jobs", filter=Q(jobs__state__in=OPEN)),
        )
        .order_by("-pk")
    )


def progress_of(batch: Batch) -> Progress:
    """One batch of `batches()` with its time left."""
    told = _told(batch)
    return Progress(batch, told.done, told.failed, told.is_open, time_left(told)) if told.is_open else told


def recent() -> list[Progress]:
    """The newest batches; the time left is told for the newest that is at work."""
    told = [_told(batch) for batch in batches()[:SHOWN]]
    at_work = next((one for one in told if one.is_open), None)
    return [progress_of(one.batch) if one is at_work else one for one in told]


def time_left(told: Progress) -> timedelta | None:
    """What the rest takes at the speed of the latest documents; None before there are enough of them."""
    latest = Report.objects.filter(job__batches=told.batch).order_by("-made_at").values_list("made_at", flat=True)
    moments = list(latest[:LOOKED_BACK])
    if len(moments) < ENOUGH or moments[0] == moments[-1]:
        return None
    each = (moments[0] - moments[-1]) / (len(moments) - 1)
    return each * max(0, told.batch.total - told.done - told.failed)


def failures_of(batch: Batch) -> QuerySet[Failure]:
    """What could not be made, with the reason, in order of application."""
    return batch.failures.select_related("outcome__application__supplier").order_by("outcome__application__code")


def documents_of(batch: Batch) -> Iterator[tuple[str, Report | Certificate]]:
    """The files of a batch with their names in the archive: the reports, then the certificates."""
    told = "outcome__application__supplier"
    reports = Report.objects.filter(outcome__in=batch.outcomes, language=batch.language).select_related(told)
    for report in reports.order_by("outcome__application__code").iterator(chunk_size=100):
        yield _name(report, _("진단결과서")), report
    certificates = Certificate.objects.filter(outcome__in=batch.outcomes).select_related(told)
    for certificate in certificates.order_by("outcome__application__code", "version").iterator(chunk_size=100):
        again = "" if certificate.version == 1 else f"_{certificate.version}"
        yield _name(certificate, _("확인서") + again), certificate


def _told(batch: Batch) -> Progress:
    return Progress(batch, batch.done, batch.missed, bool(batch.open_jobs))  # type: ignore[attr-defined]  # annotated


def _name(thing: Report | Certificate, kind: object) -> str:
    application = thing.outcome.application
    company = "".join(sign if sign.isalnum() else "_" for sign in application.supplier.name).strip("_")
    return f"{application.code}_{company[:40]}_{kind}.pdf"
