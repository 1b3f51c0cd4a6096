"""Answers, evidence and documents that a person may see, and what is still missing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Max, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from applications.documents.freshness import forecast
from applications.documents.models import DocumentVersion
from applications.documents.permissions import may_open
from applications.documents.uses import SOURCES, Use
from applications.filing.models import Application
from applications.filing.workflow import SUPPLIER_WRITES
from applications.people.models import User
from applications.rounds.models import Round
from applications.rounds.wording import named
from diagnosis.answers.editing import Editor, editors_of
from diagnosis.answers.models import Answer, Evidence
from grading.kinds import Kind
from grading.load import load_scheme
from grading.values import PANEL, Item, Section, Track


@dataclass(frozen=True)
class Gap:
    """Something an item still lacks; `blocks` is False where it is only advised."""

    item: Item
    text: str
    blocks: bool


@dataclass(frozen=True)
class Progress:
    """How far one section is answered."""

    section: Section
    done: int
    total: int

    @property
    def complete(self) -> bool:
        return self.done == self.total


@dataclass(frozen=True)
class CompanyLine:
    """What colleagues are doing with one item: who stands in it now, and who saved it last."""

    item_code: str
    editors: list[Editor]
    answer: Answer | None


def track_of(application: Application) -> Track:
    """The track as the application's own scheme version has it."""
    return load_scheme(application.scheme_code).tracks[application.track]


def kind_of(application: Application) -> Kind:
    """What the readings of items depend on: as it was filed, before that as the supplier's profile says it now."""
    if application.filed_type:
        return Kind(application.filed_type, application.filed_field)
    return Kind(application.supplier.supplier_type, application.supplier.technology_field)


def reading_of(application: Application) -> Track:
    """The track with every item as it reads for this supplier's type and technology field."""
    return track_of(application).read_for(kind_of(application))


def answers_of(application: Application) -> dict[str, Answer]:
    """Answers by item code."""
    found = Answer.objects.filter(application=application).select_related("saved_by")
    return {answer.item_code: answer for answer in found}


def company_lines(
    application: Application, answers: dict[str, Answer], *, to: User, window: str = ""
) -> dict[str, CompanyLine]:
    """By item code of the track, what this window of a person should know of everybody else."""
    editors = editors_of(application, to=to, window=window)
    codes = [item.code for item in track_of(application).items]
    return {code: CompanyLine(code, editors.get(code, []), answers.get(code)) for code in codes}


def answers_of_many(applications: Iterable[Application]) -> dict[int, dict[str, Answer]]:
    """Answers by application id and item code, with one query."""
    found: dict[int, dict[str, Answer]] = {}
    for answer in Answer.objects.filter(application__in=list(applications)):
        found.setdefault(answer.application_id, {})[answer.item_code] = answer
    return found


def evidence_of(application: Application) -> dict[str, list[Evidence]]:
    """Evidence by item code, oldest first; `newest` is the number of the newest version of its document."""
    found: dict[str, list[Evidence]] = {}
    rows = Evidence.objects.filter(application=application).select_related("version__document").order_by("pk")
    for evidence in rows.annotate(newest=Max("version__document__versions__number")):
        found.setdefault(evidence.item_code, []).append(evidence)
    return found


def document_gaps(application: Application, evidence: dict[str, list[Evidence]]) -> list[Gap]:
    """What is wrong with the documents put forward, on the day on which the round closes.

    A file that nobody may open blocks the filing; a stale one only where its rule says so.
    """
    track = track_of(application)
    uses = [(track.item(code), use.version) for code in evidence for use in evidence[code] if track.has_item(code)]
    return [gap for item, version in uses for gap in _faults(item, version, application.round)]


def uses_told(version_ids: Sequence[int]) -> list[Use]:
    """Where versions are put forward as evidence, for the store of documents."""
    rows = Evidence.objects.filter(version__in=version_ids).select_related("application__round").order_by("-pk")
    return [_use(row) for row in rows]


SOURCES.append(uses_told)


def is_complete(answer: Answer | None) -> bool:
    """Whether an item may be filed as it is: a rating, or that it does not apply, and the reason, both of this year."""
    return answer is not None and _is_chosen(answer) and bool(answer.text.strip()) and answer.checked


def gaps_in(track: Track, answers: dict[str, Answer], evidence: dict[str, list[Evidence]]) -> list[Gap]:
    """What each item still lacks, in the scheme's order.

    Rating and text block the filing; missing evidence is only advised, because no notice says which is required.
    """
    return [gap for item in track.items for gap in _gaps(item, answers.get(item.code), evidence.get(item.code, []))]


def progress_of(track: Track, answers: dict[str, Answer]) -> list[Progress]:
    """Answered items by section."""
    return [
        Progress(section, sum(is_complete(answers.get(item.code)) for item in section.items), len(section.items))
        for section in track.sections
    ]


def progress_of_many(applications: Iterable[Application]) -> dict[int, tuple[int, int]]:
    """Answered and all items of each application by its id, with one query."""
    chosen = list(applications)
    done = dict.fromkeys((application.pk for application in chosen), 0)
    settled = Q(rating__isnull=False) | Q(applies=False)
    rows = Answer.objects.filter(settled, application__in=chosen, checked=True).exclude(text="")
    for application_id in rows.values_list("application_id", flat=True):
        done[application_id] += 1
    return {application.pk: (done[application.pk], len(track_of(application).items)) for application in chosen}


def _is_chosen(answer: Answer | None) -> bool:
    return answer is not None and (answer.rating is not None or not answer.applies)


def _gaps(item: Item, answer: Answer | None, evidence: list[Evidence]) -> Iterable[Gap]:
    unrated = not _is_chosen(answer)
    unsaid = answer is None or not answer.text.strip()
    if unrated and unsaid:
        yield Gap(item, _("자가 평점과 이유가 없습니다."), blocks=True)
    elif unrated:
        yield Gap(item, _("자가 평점을 고르지 않았습니다."), blocks=True)
    elif unsaid:
        yield Gap(item, _("그렇게 평가한 이유를 쓰지 않았습니다."), blocks=True)
    if answer is not None and not answer.checked:
        yield Gap(item, _("지난 회차의 답변을 가져온 그대로입니다. 지금도 맞는지 확인하거나 고쳐 주세요."), blocks=True)
    applies = answer is None or answer.applies
    if item.marked_by == PANEL and applies and not evidence:
        yield Gap(item, _("증빙 파일이 없습니다. 없어도 제출할 수 있지만 평가에 불리할 수 있습니다."), blocks=False)


def _faults(item: Item, version: DocumentVersion, round_: Round) -> Iterable[Gap]:
    if not (verdict := may_open(version)):
        yield Gap(item, f"{version.name}: {verdict.reason}", blocks=True)
    foreseen = forecast(version, round_)
    if foreseen.is_fault:
        yield Gap(item, f"{version.document.title}: {foreseen.text}", blocks=foreseen.blocks)


def _use(evidence: Evidence) -> Use:
    application = evidence.application
    track = track_of(application)
    item = track.item(evidence.item_code)
    page = reverse("answers:section", args=[application.code, item.section])
    label = f"{application.code} {named(track)} · {item.code} {named(item)}"
    filed = application.state not in SUPPLIER_WRITES
    return Use(evidence.version_id, label, f"{page}#item-{item.code}", filed)
