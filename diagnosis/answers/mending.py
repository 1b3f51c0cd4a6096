"""How far a company has come with what it was asked to mend."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from applications.documents.models import DocumentVersion
from applications.filing.models import Application, SupplementPoint, SupplementRequest
from diagnosis.answers.models import Answer, Evidence
from diagnosis.answers.queries import Gap, answers_of, evidence_of, track_of


@dataclass(frozen=True)
class Meant:
    """A document that was to be mended; `stands`: it is put forward for the item just as it was asked about."""

    version: DocumentVersion
    stands: bool


@dataclass(frozen=True)
class Point:
    """One item to be mended, with its documents; `touched`: something about it has changed since it was asked.

    `address` is the path at which the company mends it.
    """

    item_code: str
    address: str
    note: str
    documents: list[Meant]
    touched: bool


@dataclass(frozen=True)
class Asked:
    """A request with its points; `left` counts those about which nothing has changed."""

    request: SupplementRequest
    points: list[Point]

    @property
    def left(self) -> int:
        return sum(not point.touched for point in self.points)


def asked_of(
    application: Application,
    requests: Sequence[SupplementRequest],
    answers: Mapping[str, Answer] | None = None,
    evidence: Mapping[str, list[Evidence]] | None = None,
) -> list[Asked]:
    """Each request with what has become of it; answers and evidence are read where they are not at hand.

    Requests come with their points and documents (filing.supplements.supplements_of).
    """
    if not requests:
        return []
    said = answers_of(application) if answers is None else answers
    uses = evidence_of(application) if evidence is None else evidence
    return [
        Asked(request, [_point(application, request, point, said, uses) for point in request.points.all()])
        for request in requests
    ]


def gaps_left(application: Application, asked: Asked) -> list[Gap]:
    """Items about which nothing has changed since they were asked about, and documents that stand as they were."""
    track = track_of(application)
    untouched = [point for point in asked.points if not point.touched]
    kept = [(point, one) for point in asked.points if point.touched for one in point.documents if one.stands]
    return [
        *(Gap(track.item(point.item_code), _("보완 요청을 받은 뒤 고친 것이 없습니다."), False) for point in untouched),
        *(Gap(track.item(point.item_code), _stands(one), False) for point, one in kept),
    ]


def _stands(one: Meant) -> str:
    return _("%(name)s: 보완을 요청받은 문서가 그대로 있습니다.") % {"name": one.version.name}


def _point(
    application: Application,
    request: SupplementRequest,
    point: SupplementPoint,
    answers: Mapping[str, Answer],
    evidence: Mapping[str, list[Evidence]],
) -> Point:
    uses, answer = evidence.get(point.item_code, []), answers.get(point.item_code)
    present = {use.version_id for use in uses}
    documents = [Meant(version, version.pk in present) for version in point.documents.all()]
    written = answer is not None and answer.saved_at > request.asked_at
    added = any(use.attached_at > request.asked_at for use in uses)
    touched = written or added or any(not one.stands for one in documents)
    page = reverse("answers:section", args=[application.code, track_of(application).item(point.item_code).section])
    return Point(point.item_code, f"{page}#item-{point.item_code}", point.note, documents, touched)
