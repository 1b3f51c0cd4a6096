"""What the companies of the invented round answered, and with which evidence."""

import uuid
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from random import Random

from applications.documents.models import Document, DocumentVersion
from applications.filing.workflow import State
from diagnosis.answers.models import Answer, Evidence
from diagnosis.submissions.manifest import manifest_of
from grading.load import load_scheme
from grading.values import PANEL, Item, Track
from portal.demo.absences import claim_absence
from portal.demo.calendar import between
from portal.demo.cases import Case
from portal.demo.papers import Paper, own_papers, shared_papers
from portal.demo.rounds import SCHEME
from portal.demo.writing import answer_text

HALF = Decimal("0.5")
HOPE = 0.35
NOISE = 0.45
DRAFT_SHARE = 0.55
SHOWCASE = {"1": 0.5, "2": -1.2, "3": 0.4}
DOCUMENT_KEY_BITS = 128


def rating_near(rng: Random, ability: float, noise: float = NOISE) -> Decimal:
    """A rating on the scale of halves, drawn around an ability."""
    halves = round(2 * rng.gauss(ability, noise))
    return (
        min(10, max(0, halves)) * HALF
    )  # 3.0, not 3: as the column gives it back, and as the manifest's digest reads it


def ability_on(case: Case, item: Item) -> float:
    """How able a company is on an item; the demo supplier has one weak section."""
    return case.ability + (SHOWCASE[item.section] if case.is_showcase else 0)


def load_answers(rng: Random, cases: Sequence[Case]) -> None:
    """Answers and evidence of every case, and the manifest of what each filing refers to."""
    documents = _documents(rng, cases)
    answers, evidence = [], []
    for case in cases:
        track = load_scheme(SCHEME).tracks[case.track]
        mine = _answers(rng, case, track)
        claim_absence(case, track, mine)
        uses = _evidence(rng, case, track, documents[case.supplier.pk])
        answers += mine
        evidence += uses
        case.answered, case.answered_at = [one.item_code for one in mine], max(one.saved_at for one in mine)
        case.manifest = manifest_of(case.application, {one.item_code: one for one in mine}, _by_item(uses))
    Answer.objects.bulk_create(answers, batch_size=1000)
    Evidence.objects.bulk_create(evidence, batch_size=1000)


def _answers(rng: Random, case: Case, track: Track) -> list[Answer]:
    items = track.items
    if case.arrived_at is None:
        items = items[: int(len(items) * DRAFT_SHARE)]
    return [_answer(rng, case, item) for item in items]


def _answer(rng: Random, case: Case, item: Item) -> Answer:
    rating = rating_near(rng, ability_on(case, item) + HOPE)
    return Answer(
        application=case.application,
        item_code=item.code,
        rating=rating,
        text=answer_text(rng, item, rating),
        saved_at=between(rng, case.opened_at, case.arrived_at or case.opened_at + timedelta(days=1)),
        saved_by=case.owner,
    )


def _documents(rng: Random, cases: Sequence[Case]) -> dict[int, list[DocumentVersion]]:
    """A few documents of each company, in the order of its first case; rows only, the files are shared."""
    shared = shared_papers()
    found: dict[int, list[DocumentVersion]] = {}
    for case in cases:
        if case.supplier.pk not in found:
            papers = [
                *rng.sample(shared, rng.randint(2, 4)),
                *(own_papers(case.supplier.name) if case.is_showcase else []),
            ]
            found[case.supplier.pk] = [_version(rng, case, paper) for paper in papers]
    versions = [one for mine in found.values() for one in mine]
    Document.objects.bulk_create([one.document for one in versions], batch_size=1000)
    DocumentVersion.objects.bulk_create(versions, batch_size=1000)
    return found


def _version(rng: Random, case: Case, paper: Paper) -> DocumentVersion:
    """The first version of a document that is not stored yet either."""
    at = case.opened_at + timedelta(minutes=rng.randint(5, 50))
    title = paper.name.rpartition(".")[0]
    document = Document(supplier=case.supplier, key=_key(rng), kind=paper.kind, title=title, created_at=at)
    return DocumentVersion(
        document=document,
        supplier=case.supplier,
        key=_key(rng),
        name=paper.name,
        format=paper.format,
        size=paper.size,
        sha256=paper.sha256,
        file=paper.path,
        uploaded_at=at,
        uploaded_by=case.owner,
    )


def _key(rng: Random) -> uuid.UUID:
    return uuid.UUID(int=rng.getrandbits(DOCUMENT_KEY_BITS), version=4)


def _evidence(rng: Random, case: Case, track: Track, versions: list[DocumentVersion]) -> list[Evidence]:
    panel = [item for item in track.items if item.marked_by == PANEL]
    asked = panel if case.goal != State.DRAFT else panel[:2]
    return [
        Evidence(
            application=case.application,
            item_code=item.code,
            version=version,
            attached_at=max(version.uploaded_at, case.opened_at),
        )
        for item in asked
        for version in sorted(rng.sample(versions, rng.choice((1, 1, 2))), key=lambda one: one.pk)
    ]


def _by_item(uses: list[Evidence]) -> dict[str, list[Evidence]]:
    found: dict[str, list[Evidence]] = {}
    for use in uses:
        found.setdefault(use.item_code, []).append(use)
    return found
