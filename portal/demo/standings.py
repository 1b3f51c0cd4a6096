"""What the tax office said about the suppliers, and who is excluded: most are as they should be, a few are not."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from django.conf import settings

from applications.audit.services import Entry
from applications.notices.kinds import Delivery
from applications.notices.models import Notice
from applications.people.models import User
from applications.roles import Role
from applications.sanctions.models import Sanction
from applications.sanctions.queries import stream_of
from applications.suppliers.models import Supplier
from applications.taxation.models import Source, TaxCheck, TaxState
from portal.demo import words
from portal.demo.people import Cast

NOT_GOING_ON = {40: TaxState.SUSPENDED, 90: TaxState.CLOSED, 150: TaxState.SUSPENDED}
UNCHECKED = range(200, 212)
TOO_OLD = 24 * (settings.TAX_STATUS_DAYS + 2)
EXCLUDED = (300, 400)
TAX_TYPE = "부가가치세 일반과세자"


def load_tax_checks(rng: Random, suppliers: Sequence[Supplier], operator: User, now: datetime) -> None:
    """An answer for everybody, given by hand where the office was not asked: from the last weeks, but a few too old."""
    checks = []
    for place, supplier in enumerate(suppliers):
        hours = TOO_OLD if place in UNCHECKED else rng.randint(2, 24 * 20)
        by_hand = rng.random() < 0.05
        checks.append(
            TaxCheck(
                supplier=supplier,
                source=Source.HAND if by_hand else Source.OFFICE,
                state=NOT_GOING_ON.get(place, TaxState.ACTIVE),
                tax_type="" if by_hand else TAX_TYPE,
                identity=None if by_hand else True,
                evidence=words.TAX_EVIDENCE if by_hand else "",
                checked_by=operator if by_hand else None,
                at=now - timedelta(hours=hours),
            )
        )
    TaxCheck.objects.bulk_create(checks, batch_size=500)


def load_sanctions(suppliers: Sequence[Supplier], cast: Cast, now: datetime) -> list[Entry]:
    """One exclusion that holds and one that waits for the agency; companies too few for them have none."""
    entries = []
    for number, place in enumerate(one for one in EXCLUDED if one < len(suppliers)):
        sanction = Sanction.objects.create(
            business_number=suppliers[place].business_number,
            company=suppliers[place].name,
            begins_on=now.date() - timedelta(days=90),
            ends_on=now.date() + timedelta(days=275),
            reason=words.SANCTION_REASON,
            source=words.SANCTION_SOURCE,
            proposed_by=cast.operator,
            proposed_at=now - timedelta(days=91),
            **(
                {} if number else {"confirmed": True, "decided_by": cast.agency, "decided_at": now - timedelta(days=90)}
            ),
        )
        entries.append(Entry(stream_of(sanction), "sanction.proposed", cast.operator, sanction.proposed_at, {}))
        if sanction.decided_at:
            entries.append(Entry(stream_of(sanction), "sanction.confirmed", cast.agency, sanction.decided_at, {}))
    return entries


def load_inbox(cast: Cast, now: datetime) -> None:
    """What the first supplier heard of before the visitor came; read but for the latest, and mailed to nobody."""
    reader = cast.by_role[Role.SUPPLIER]
    told = [
        Notice(
            key=f"demo-inbox:{number}",
            recipient=reader,
            kind=kind,
            subject=subject,
            body=body,
            link=link,
            delivery=Delivery.PORTAL,
            created_at=now - timedelta(days=days),
            read_at=None if number == 0 else now - timedelta(days=days - 1),
        )
        for number, (days, kind, subject, body, link) in enumerate(words.INBOX)
    ]
    Notice.objects.bulk_create(told)
