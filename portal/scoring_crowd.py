"""A round of any size, assessed and ready to be scored, written straight into an empty database for measuring."""

import json
import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import islice

from django.core.management.color import no_style
from django.db import connection

from applications import clock, rows
from applications.audit.models import Stream
from applications.filing.models import Application
from applications.filing.workflow import State
from applications.people.models import User
from applications.roles import Role
from applications.rounds.models import Round
from applications.suppliers.models import Supplier, SupplierType, TechnologyField
from diagnosis.ktrs.models import KtrsResult
from diagnosis.panels.models import Assessor, Assignment, AssignmentState, MarkSheet
from diagnosis.ratings import STEPS
from grading.load import load_scheme
from grading.values import Scheme

AT_ONCE = 10_000
ASSESSORS = 500
NUMBERED = [Supplier, Application, Stream, KtrsResult, Assignment, MarkSheet]
WHO = ("arrived_at", "created_by_id")
Made = Iterator[list[object]]


def make_crowded_round(code: str, size: int, sheets: int, scheme_code: str = "2026-1") -> Round:
    """A round with so many companies, each with one integrated application, its letters and its sealed sheets.

    Numbers go on behind those that are there, so that a second round may follow a first one.
    """
    scheme, now = load_scheme(scheme_code), clock.now()
    round_ = Round.objects.create(
        code=code,
        name=code,
        year=scheme.year,
        scheme_code=scheme.code,
        scheme_digest=scheme.digest,
        opens_at=now - timedelta(days=1),
        closes_at=now,
    )
    owner = User.objects.create(email=f"{code}@example.org", role=Role.SUPPLIER)
    _fill(Supplier, ("id", "business_number", "name", "supplier_type", "technology_field"), size, _company)
    _applications(scheme, round_, owner, size)
    _panels(scheme, size, sheets)
    _count_on()
    return round_


def _count_on() -> None:
    """Let the database number what comes next behind what was numbered here."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), NUMBERED):
            cursor.execute(statement)
        cursor.execute("ANALYZE")


def _fill(model: type, names: tuple[str, ...], size: int, row: Callable[[int], list[object]]) -> None:
    """Rows numbered behind the last that is there."""
    start = _last(model)
    _insert(model, names, (row(start + number) for number in range(1, size + 1)))


def _insert(model: type, names: tuple[str, ...], made: Made) -> None:
    while part := list(islice(made, AT_ONCE)):
        rows.insert(model, names, part)


def _last(model: type) -> int:
    newest = model._default_manager.order_by("-pk").values_list("pk", flat=True).first()  # type: ignore[attr-defined]
    return newest or 0


def _company(number: int) -> list[object]:
    return [number, f"{number:010d}", f"기업 {number}", *_kind(number)]


def _kind(number: int) -> list[str]:
    """The type and field of a company."""
    return [kinds.values[number % len(kinds.values)] for kinds in (SupplierType, TechnologyField)]


def _applications(scheme: Scheme, round_: Round, owner: User, size: int) -> None:
    now, first = clock.now(), _last(Supplier) - size - _last(Application)
    same = [round_.pk, scheme.level_track, scheme.code, scheme.digest, State.ASSESSED.value, now, now, owner.pk]
    numbers = ("id", "code", "supplier_id", "filed_type", "filed_field")
    names = (*numbers, "round_id", "track", "scheme_code", "scheme_digest", "state", "state_since", *WHO)

    def filed(number: int) -> list[object]:
        return [number, f"{round_.code}-{number}", number + first, *_kind(number + first), *same]

    _fill(Application, names, size, filed)
    head = "0" * 64
    _fill(Stream, ("id", "name", "length", "head"), size, lambda n: [n, f"application:{round_.code}-{n}", 1, head])
    rng, items = random.Random(round_.pk), scheme.tracks[scheme.level_track].ktrs_items

    def letters(number: int) -> list[object]:
        said = json.dumps({item.code: rng.choice("ABCDE") for item in items})
        return [number, number, f"KTRS-{number}", clock.today(), said]

    _fill(KtrsResult, ("id", "application_id", "evaluation_number", "evaluated_on", "letters"), size, letters)


def _panels(scheme: Scheme, size: int, sheets: int) -> None:
    pool, now = _assessors(), clock.now()
    place, width = _last(Assignment), len(scheme.tracks[scheme.level_track].panel_items)
    rng, last = random.Random(size), _last(Application)

    def seats() -> Made:
        for number, application in enumerate(range(last - size + 1, last + 1)):
            for seat in range(sheets):
                assessor = pool[(number * sheets + seat) % len(pool)]
                yield [place + number * sheets + seat + 1, application, assessor, AssignmentState.ACCEPTED.value]

    _insert(Assignment, ("id", "application_id", "assessor_id", "state"), seats())
    marks = ("".join(rng.choices(STEPS, k=width)) for _ in range(size * sheets))
    sealed = ([number, number, text, now] for number, text in enumerate(marks, place + 1))
    _insert(MarkSheet, ("id", "assignment_id", "sealed", "closed_at"), sealed)


def _assessors() -> list[int]:
    if not Assessor.objects.exists():
        people = [User(email=f"assessor{number}@example.org", role=Role.ASSESSOR) for number in range(ASSESSORS)]
        made = User.objects.bulk_create(people)
        Assessor.objects.bulk_create(Assessor(user=one, expertise="INFORMATION") for one in made)
    return list(Assessor.objects.values_list("pk", flat=True))
