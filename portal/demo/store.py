"""What the demo supplier keeps in its store beside the evidence it filed; one certificate is about to go stale."""

from datetime import date, timedelta
from typing import NamedTuple

from django.core.files.base import ContentFile

from applications.documents.freshness import months_after
from applications.documents.kinds import kind_of, rule_for
from applications.documents.models import Document
from applications.documents.services import About, keep, keep_version
from applications.people.models import User
from applications.rounds.models import Round
from grading.terms import KST
from portal.demo.papers import certificate


class Held(NamedTuple):
    """A certificate: days before the round closes on which it was issued, and after which it ends."""

    kind: str
    issued: int
    ends: int | None = None


HELD = (
    Held("business_registration", 30),
    Held("local_tax", 26),
    Held("sme", 160, ends=200),
    Held("certificate", 420, ends=300),
    Held("insured", 33),
)
AGING = "national_tax"
LAST_YEAR = 380
STALE_BEFORE_CLOSING = timedelta(days=9)


def load_store(owner: User, round_: Round) -> None:
    """Put the certificates into the store of the owner's company, as its own people would."""
    closing = round_.closes_at.astimezone(KST).date()
    for held in HELD:
        ends = closing + timedelta(days=held.ends) if held.ends else None
        issued = closing - timedelta(days=held.issued)
        _keep(owner, About(held.kind, kind_of(held.kind).name, issued, ends))
    _load_aging(owner, closing)


def _load_aging(owner: User, closing: date) -> None:
    """A certificate of last year and its successor, which counts until a few days before the round closes."""
    rule = rule_for(AGING)
    months = rule.months if rule else 0
    last_good = closing - STALE_BEFORE_CLOSING
    old = _keep(owner, About(AGING, kind_of(AGING).name, issued_on=closing - timedelta(days=LAST_YEAR)))
    newer = About(AGING, issued_on=months_after(last_good, -months))
    keep_version(old, _file(owner, newer), by=owner, about=newer)


def _keep(owner: User, about: About) -> Document:
    return keep(owner.member.supplier_id, _file(owner, about), by=owner, about=about).version.document


def _file(owner: User, about: About) -> "ContentFile[bytes]":
    name, day = kind_of(about.kind).name, about.issued_on
    content = certificate(name, f"발급일 {day}", owner.member.supplier.name)
    return ContentFile(content, name=f"{name}_{day}.pdf")
