"""Telling companies of documents that a round will find too old, each once."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications import clock
from applications.documents.models import StaleWarning
from applications.moments import day_text, moment_text
from applications.notices.kinds import Kind
from applications.notices.services import notify
from applications.people.models import User
from applications.rounds.models import Round
from applications.suppliers.models import Standing, Supplier
from diagnosis.deadlines.stale import Stale, stale_documents


def warn() -> int:
    """Tell each company once of every document that a round will find too old; says how many companies heard.

    A document that is replaced in time is told no more; a newer version that is too old again is told anew.
    """
    told = set(StaleWarning.objects.values_list("version_id", "round_id"))
    groups: dict[tuple[int, int], list[Stale]] = {}
    for stale in stale_documents(Supplier.objects.all(), clock.now()):
        if (stale.version.pk, stale.round.pk) not in told:
            groups.setdefault((stale.version.supplier_id, stale.round.pk), []).append(stale)
    return sum(_tell(supplier, group) for (supplier, _round), group in groups.items())


def _tell(supplier_id: int, group: Sequence[Stale]) -> bool:
    """Write down that the company knows, and tell those who write for it; False where another worker was first."""
    try:
        with transaction.atomic():
            StaleWarning.objects.bulk_create(StaleWarning(version=one.version, round=one.round) for one in group)
            _notify(supplier_id, group)
    except IntegrityError:
        return False
    return True


def _notify(supplier_id: int, group: Sequence[Stale]) -> None:
    round_ = group[0].round
    people = User.objects.filter(member__supplier_id=supplier_id, is_active=True)
    notify(
        people.exclude(member__standing=Standing.VIEWER),
        key=f"stale:{round_.code}:{group[0].version.pk}",
        subject=lambda: _subject(round_, len(group)),
        body=lambda: _body(round_, group),
        link=reverse("documents:list"),
        kind=Kind.DOCUMENT,
    )


def _subject(round_: Round, count: int) -> str:
    text = ngettext(
        "%(round)s 회차 마감일에 만료되는 문서 %(n)d건", "%(round)s 회차 마감일에 만료되는 문서 %(n)d건", count
    )
    return text % {"round": round_.code, "n": count}


def _body(round_: Round, group: Sequence[Stale]) -> str:
    text = _("%(round)s 회차는 %(closes)s에 마감합니다. 그날 인정되지 않는 문서를 새로 발급받아 올려 주시기 바랍니다.")
    line = _("- %(title)s: %(until)s까지 인정")
    lines = [line % {"title": one.version.document.title, "until": day_text(one.until)} for one in group]
    return "\n".join([text % {"round": round_.name, "closes": moment_text(round_.closes_at)}, *lines])
