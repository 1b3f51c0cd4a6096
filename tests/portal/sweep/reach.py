"""Addresses of routes that no link leads to, with what the database holds for their arguments."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice, product

from allauth.mfa.models import Authenticator
from django.urls import NoReverseMatch, reverse

from applications.documents.models import Document, DocumentVersion, Upload
from applications.fees.models import Refund
from applications.filing.models import Application
from applications.filing.workflow import MOVES
from applications.membership.models import Invitation, JoinRequest
from applications.notices.models import Notice
from applications.people.models import User
from applications.roles import Role
from applications.rounds.models import Extension, Round
from applications.sanctions.models import Sanction
from applications.suppliers.entry.sections import BY_CODE
from applications.suppliers.entry.sheets.models import SheetUpload
from applications.suppliers.models import Member, Supplier
from diagnosis.answers.models import Evidence
from diagnosis.batches.models import Batch
from diagnosis.certificates.models import Certificate
from diagnosis.panels.models import Assessor, Assignment
from diagnosis.rulings.models import Ruling
from diagnosis.schemes.models import SchemeDraft
from diagnosis.scoring.models import Outcome, ScoringRun
from portal.demo.people import LOGINS
from portal.public.sitemap import SITEMAPS
from tests.portal.sweep.world import calendar_feed, open_invitation
from tests.portal.test_permissions import ROUTES

TRIES = 150
Known = Callable[[], Iterable[object]]


def _column(model: type, column: str = "pk", **narrowed: object) -> Known:
    return lambda: model.objects.filter(**narrowed).order_by("-pk").values_list(column, flat=True)[:40]


def _of_every_state() -> Iterator[str]:
    """One application of each track and state, those of the demonstration's own supplier first."""
    own = Application.objects.filter(supplier__members__user__email=LOGINS[Role.SUPPLIER]).values_list(
        "code", flat=True
    )
    yield from own
    every = Application.objects.order_by("track", "state", "pk").values_list("track", "state", "code")
    yield from {(track, state): code for track, state, code in every}.values()


ROUND: Known = _column(Round, "code")
THINGS: dict[str, Known] = {
    "code": _of_every_state,
    "number": _column(Supplier, "business_number", members__user__email=LOGINS[Role.SUPPLIER]),
    "key": lambda: [
        *_column(Document, "key")(),
        *_column(DocumentVersion, "key")(),
        *_column(Upload, "key")(),
    ],
    "batch_id": _column(Batch),
    "name": lambda: [move.name for move in MOVES],
    "section": lambda: ["1", "2", "I"],
    "item": lambda: ["2.1.1", "1.1.1", "1.3.1"],
    "track": lambda: ["INTEGRATED", "MFG_AI"],
    "language": lambda: ["ko", "en"],
    "version": lambda: [1],
    "ref": lambda: ["2026-1", *_column(SchemeDraft, "pk")()],
    "token": lambda: [open_invitation()],
}
OF_SPACE: dict[str, Known] = {
    "sitemap_part section": lambda: list(SITEMAPS),
    "deadlines token": lambda: [calendar_feed()],
    "rounds code": ROUND,
    "seats code": ROUND,
    "batches code": ROUND,
    "scoring code": lambda: [*_column(ScoringRun, "code")(), *ROUND()],
    "suppliers code": lambda: list(BY_CODE),
    "checks number": _column(Certificate, "number"),
    "submissions number": lambda: [1, 2],
    "results number": _column(Outcome, published_at__isnull=False),
    "answers pk": _column(Evidence),
    "appraisals pk": _column(Assessor),
    "panels pk": lambda: [*_column(Assignment)(), *_column(Assessor)()],
    "people pk": _column(User),
    "membership pk": lambda: [*_column(Member)(), *_column(Invitation)(), *_column(JoinRequest)()],
    "fees pk": _column(Refund),
    "rounds pk": _column(Extension),
    "rulings pk": _column(Ruling),
    "sanctions pk": _column(Sanction),
    "suppliers pk": _column(SheetUpload),
    "notices pk": _column(Notice),
    "mfa_edit_webauthn pk": _column(Authenticator),
    "mfa_remove_webauthn pk": _column(Authenticator),
}


def addresses_of(name: str) -> Iterator[str]:
    """Addresses of a route that could be about something, the likely ones first."""
    space = name.partition(":")[0]
    names = list(ROUTES[name][1].pattern.converters)
    if not names:
        yield reverse(name)
        return
    values = [list((OF_SPACE.get(f"{space} {one}") or THINGS.get(one, list))()) or ["none"] for one in names]
    for found in islice(product(*values), TRIES):
        try:
            yield reverse(name, kwargs=dict(zip(names, found, strict=True)))
        except NoReverseMatch:
            continue
