"""What the pages of the store show, gathered with a fixed number of queries."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from applications.documents.files.recognise import limit, too_large
from applications.documents.freshness import FRESH, Forecast, forecasts
from applications.documents.kinds import kind_of
from applications.documents.models import Document, DocumentVersion
from applications.documents.uses import uses_of
from applications.rounds.models import Round


@dataclass(frozen=True)
class Row:
    """A document in the list: its newest version, what is foreseen for it, and how often it is put forward."""

    document: Document
    version: DocumentVersion
    forecasts: list[Forecast]
    uses: int

    @property
    def kind(self) -> str:
        return kind_of(self.document.kind).label

    @property
    def faults(self) -> list[Forecast]:
        return [one for one in self.forecasts if one.is_fault]

    @property
    def good(self) -> Forecast | None:
        """What is said where nothing is wrong: until when it counts."""
        return next((one for one in self.forecasts if one.state == FRESH), None)


def rounds_ahead(at: datetime) -> list[Round]:
    """Rounds that have not closed, for which documents may still be wanted; who closes first comes first."""
    return list(Round.objects.filter(closes_at__gt=at).order_by("closes_at"))


def rows_of(documents: list[Document], at: datetime) -> list[Row]:
    """A row for each document."""
    ahead = rounds_ahead(at)
    newest = {document.pk: _newest(document) for document in documents}
    owner = {version.pk: document.pk for document in documents for version in document.versions.all()}
    used = Counter(owner[use.version_id] for use in uses_of(list(owner)))
    return [
        Row(document, newest[document.pk], forecasts(newest[document.pk], ahead), used[document.pk])
        for document in documents
    ]


def detail_of(document: Document, at: datetime) -> dict[str, Any]:
    """What the page of one document reads."""
    versions = [_belongs(version, document) for version in document.versions.all()]
    uses = uses_of([version.pk for version in versions])
    numbers = {version.pk: version.number for version in versions}
    return {
        "document": document,
        "kind": kind_of(document.kind),
        "newest": versions[0],
        "versions": versions,
        "forecasts": forecasts(versions[0], rounds_ahead(at)),
        "uses": [(use, numbers[use.version_id]) for use in uses],
        "behind": [use for use in uses if not use.filed and numbers[use.version_id] < versions[0].number],
    }


def sending_context() -> dict[str, Any]:
    """What the script that sends large files has to know."""
    return {"limit": limit(), "chunk": settings.UPLOAD_CHUNK_BYTES, "too_large": too_large()}


def _newest(document: Document) -> DocumentVersion:
    return _belongs(document.versions.all()[0], document)


def _belongs(version: DocumentVersion, document: Document) -> DocumentVersion:
    """The version with its document at hand, so that nobody asks the database for it."""
    version.document = document
    return version
