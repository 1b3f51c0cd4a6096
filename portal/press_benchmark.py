"""What documents cost: beside bare WeasyPrint on the same HTML, and with two workers beside one."""

import multiprocessing
import time
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.synchronize import Barrier
from statistics import median

from django.db import connections
from weasyprint import HTML

from applications import clock
from applications.rounds.models import Round
from diagnosis.batches.queries import incomplete
from diagnosis.certificates.signing import signed
from diagnosis.press import OwnFilesOnly, press_for, to_pdf
from diagnosis.reports.services import STYLE, build_report, report_html
from diagnosis.scoring.models import Outcome
from portal.demo.rounds import FIRST

TIMES, WARM = 10, 2
TURNS, EACH = 3, 6  # how often one and two workers take turns, and the documents of a worker in each
PDF_GOAL, WORKERS_GOAL = 1.2, 1.75


def press_report() -> Iterator[str]:
    """The lines that `make bench` prints: ratios with their goals."""
    bare, ours = pdf_seconds()
    one, two = workers_in_turn()
    yield f"{'documents':38}{'':>10}{'ratio':>8}{'goal':>8}"
    yield f"{'seconds of bare WeasyPrint, one report':38}{bare:10.3f}"
    yield f"{'seconds of ours, tagged and sealed':38}{ours:10.3f}{ours / bare:8.2f}{f'≤ {PDF_GOAL}':>8}"
    yield f"{'reports a second, one worker':38}{one:10.2f}"
    yield f"{'reports a second, two workers':38}{two:10.2f}{two / one:8.2f}{f'≥ {WORKERS_GOAL}':>8}"


def pdf_seconds() -> tuple[float, float]:
    """Median seconds for the same HTML, bare and ours in turn, so that a slow moment of the machine hits both."""
    html = report_html(Outcome.objects.get(pk=_waiting()[0]), "ko", None)
    taken: dict[Callable[[str], object], list[float]] = {_bare: [], _ours: []}
    for number in range(WARM + TIMES):
        for way, seconds in taken.items():
            start = time.perf_counter()
            way(html)
            if number >= WARM:
                seconds.append(time.perf_counter() - start)
    return median(taken[_bare]), median(taken[_ours])


def workers_in_turn() -> tuple[float, float]:
    """Median reports a second of one worker and of two, taken in turn for the same reason."""
    taken = [(throughput(1), throughput(2)) for _turn in range(TURNS)]
    return median(one for one, _two in taken), median(two for _one, two in taken)


def throughput(workers: int) -> float:
    """Reports a second, each from the stored outcome to the stored and recorded file, by processes that are warm."""
    waiting = _waiting()
    shares = [waiting[worker::workers][:EACH] for worker in range(workers)]
    connections.close_all()
    context = multiprocessing.get_context("fork")
    together = context.Barrier(workers + 1)
    pool = [context.Process(target=_work, args=(share, together)) for share in shares]
    for process in pool:
        process.start()
    together.wait()
    start = time.perf_counter()
    for process in pool:
        process.join()
    if any(process.exitcode for process in pool):
        raise RuntimeError("a worker of the measurement failed")
    return workers * EACH / (time.perf_counter() - start)


def _work(share: Sequence[int], together: Barrier) -> None:
    connections.close_all()
    together.wait()
    for outcome in Outcome.objects.filter(pk__in=share).select_related("application__supplier", "run"):
        build_report(outcome)


def _bare(html: str) -> bytes:
    fonts, sheet = press_for(STYLE)
    written: bytes = HTML(string=html, url_fetcher=OwnFilesOnly()).write_pdf(stylesheets=[sheet], font_config=fonts)
    return written


def _ours(html: str) -> bytes:
    return signed(to_pdf(html, STYLE)[0], clock.now())


def _waiting() -> list[int]:
    """Integrated results of the demo round that have no report yet."""
    found = incomplete(Round.objects.get(code=FIRST), "ko").filter(application__track="INTEGRATED")
    return list(found.filter(reports=None).values_list("pk", flat=True))
