from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from applications.rounds.models import Round
from diagnosis.batches import services
from diagnosis.batches.archive import archive
from diagnosis.batches.models import Batch
from diagnosis.batches.queries import batches, failures_of, progress_of, recent, rounds_with_documents
from diagnosis.reports.models import LANGUAGES


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Rounds with their documents, and the batches that were asked for."""
    return render(request, "batches/list.html", {"rounds": rounds_with_documents(), "batches": recent()})


@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """The list of batches alone, asked for every second while one runs."""
    return render(request, "batches/_recent.html", {"batches": recent()})


@require_safe
def detail(request: HttpRequest, batch_id: int) -> HttpResponse:
    """One batch with what could not be made and why."""
    batch = get_object_or_404(batches(), pk=batch_id)
    return render(request, "batches/detail.html", {"told": progress_of(batch), "failures": failures_of(batch)})


@require_safe
def detail_progress(request: HttpRequest, batch_id: int) -> HttpResponse:
    """How far one batch is, asked for every second while it runs."""
    batch = get_object_or_404(batches(), pk=batch_id)
    return render(request, "batches/_progress.html", {"told": progress_of(batch)})


@require_POST
def start(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for the missing documents of a round in one language."""
    round_ = get_object_or_404(Round, code=code)
    language = request.POST.get("language", "ko")
    try:
        batch = services.request_batch(round_, by=request.user, language=language if language in LANGUAGES else "ko")
    except services.BatchRunning:
        messages.info(request, _("이 회차의 결과서를 이미 만들고 있습니다."))
    except services.NothingMissing:
        messages.info(request, _("이 회차의 결과 문서는 모두 있습니다."))
    else:
        return redirect("batches:detail", batch.pk)
    return redirect("batches:list")


@require_POST
def stop(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Stop a batch; what was made stays, and a new batch goes on from there."""
    batch = get_object_or_404(Batch, pk=batch_id)
    if not services.cancel_batch(batch, by=request.user):
        messages.info(request, _("이미 끝난 작업입니다."))
    return redirect("batches:detail", batch.pk)


@require_POST
def download(request: HttpRequest, batch_id: int) -> StreamingHttpResponse:
    """All documents of a batch as one file that is written while it leaves."""
    batch = get_object_or_404(Batch.objects.select_related("round"), pk=batch_id)
    services.record_archive(batch, by=request.user)
    answer = StreamingHttpResponse(archive(batch), content_type="application/zip")
    name = f"{batch.round.code}_{batch.language}_{batch.number}.zip"
    answer["Content-Disposition"] = content_disposition_header(True, name)
    answer["Cache-Control"] = "private, no-store"
    return answer
