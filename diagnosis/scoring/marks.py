"""What was marked, read for many applications at once and as it is stored."""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple, Protocol

from applications import rows
from applications.filing.models import Application
from applications.suppliers.models import Supplier
from diagnosis.answers.models import Absence
from diagnosis.ktrs.models import KtrsResult
from diagnosis.panels.models import Assignment, AssignmentState
from diagnosis.ratings import ABSENT
from grading.kinds import Kind

NOTHING: dict[str, dict[str, str]] = {}


class Place(NamedTuple):
    """A member of a panel by number with the sealed sheet, empty while it is open."""

    assessor: str
    sealed: str


class Marks(NamedTuple):
    """All that was marked for one application; `places` in the order of closing.

    `absences` says of items that do not apply why (claim and reason), by code.
    """

    places: tuple[Place, ...]
    letters: Mapping[str, str] | None
    absences: Mapping[str, Mapping[str, str]] = NOTHING


class Filed(Protocol):
    """What grading must know of an application; an Application has it too."""

    @property
    def pk(self) -> int: ...
    @property
    def scheme_code(self) -> str: ...
    @property
    def scheme_digest(self) -> str: ...
    @property
    def track(self) -> str: ...


class Case(NamedTuple):
    """An application that a run takes up."""

    pk: int
    code: str
    state: str
    scheme_code: str
    scheme_digest: str
    track: str
    supplier_id: int
    filed_type: str
    filed_field: str


def marks_of(applications: Sequence[Application] | Sequence[Case]) -> dict[int, Marks]:
    """The marks of many applications by their id, read with two queries, three where items do not apply to some."""
    keys = [application.pk for application in applications]
    among = rows.among(keys)
    results = KtrsResult.objects.filter(application__in=among).values_list("application_id", "letters")
    keyed = rows.read(results)
    # One list is read twice as fast as its elements one by one.
    said = json.loads(f"[{','.join([text for _key, text in keyed])}]")
    letters = {int(key): one for (key, _text), one in zip(keyed, said, strict=True)}
    places: dict[int, list[Place]] = {key: [] for key in keys}
    seated = Assignment.objects.filter(application__in=among, state=AssignmentState.ACCEPTED)
    closed = seated.order_by("application_id", "sheet__closed_at", "pk")
    for key, assessor, sealed in rows.read(closed.values_list("application_id", "assessor_id", "sheet__sealed")):
        places[int(key)].append(Place(assessor, sealed))
    absences = _absences([key for key in keys if any(ABSENT in place.sealed for place in places[key])])
    return {key: Marks(tuple(places[key]), letters.get(key), absences.get(key, NOTHING)) for key in keys}


def _absences(keys: Sequence[int]) -> dict[int, dict[str, dict[str, str]]]:
    """Why items do not apply, by application and item code."""
    found: dict[int, dict[str, dict[str, str]]] = {}
    granted = Absence.objects.filter(application__in=keys, granted=True) if keys else Absence.objects.none()
    for one in granted.order_by("item_code"):
        found.setdefault(one.application_id, {})[one.item_code] = {"claim": one.claim, "reason": one.reason}
    return found


def kinds_of(cases: Sequence[Case]) -> dict[int, Kind]:
    """By application id the kind of supplier that filed it; where none was kept, as the profile says it now."""
    shared: dict[tuple[str, str], Kind] = {}
    profiles = _profiles({case.supplier_id for case in cases if not case.filed_type})
    filed = {case.pk: (case.filed_type, case.filed_field) for case in cases if case.filed_type}
    said = ((case.pk, filed.get(case.pk) or profiles[case.supplier_id]) for case in cases)
    return {pk: shared.setdefault(kind, Kind(*kind)) for pk, kind in said}


def _profiles(suppliers: Collection[int]) -> dict[int, tuple[str, str]]:
    if not suppliers:
        return {}
    found = Supplier.objects.filter(pk__in=rows.among(suppliers))
    said = rows.read(found.values_list("pk", "supplier_type", "technology_field"))
    return {int(supplier): (kind, field) for supplier, kind, field in said}
