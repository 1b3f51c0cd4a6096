"""Writing exclusions: proposed, confirmed by another person or turned down, lifted; the company is told at once."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications import clock
from applications.audit.services import record
from applications.moments import day_text
from applications.notices.kinds import Kind
from applications.notices.services import Text, notify
from applications.people.models import User
from applications.permissions import require
from applications.roles import Role
from applications.sanctions.models import Sanction
from applications.sanctions.permissions import may_confirm, may_turn_down
from applications.sanctions.queries import stream_of


class DecidedAlready(Exception):
    """Somebody was first."""


@transaction.atomic
def propose(given: Mapping[str, Any], *, by: User) -> Sanction:
    """Write an exclusion down; it counts once another person has confirmed it. `given`: fields of Sanction."""
    sanction = Sanction.objects.create(**given, proposed_by=by, proposed_at=clock.now())
    record(stream_of(sanction), "sanction.proposed", by=by, data=dict(given))
    deciders = User.objects.filter(role=Role.AGENCY, is_active=True).exclude(pk=by.pk)
    notify(
        deciders,
        key=f"sanction-proposed:{sanction.pk}",
        subject=gettext_lazy("참여 제한 확정 요청"),
        body=lambda: _("%(company)s의 참여 제한이 등록되어 확정을 기다립니다.") % {"company": sanction.company},
        link=reverse("sanctions:detail", args=[sanction.pk]),
    )
    return sanction


@transaction.atomic
def confirm(sanction: Sanction, *, by: User) -> Sanction:
    """Let it count. Raises PermissionDenied for who proposed it, DecidedAlready."""
    require(may_confirm(by, sanction))
    _decide(sanction, True, "", by=by)

    def body() -> str:
        return _("%(begins)s부터 %(ends)s까지 역량진단에 참여할 수 없습니다.\n사유: %(reason)s\n근거: %(source)s") % {
            "begins": day_text(sanction.begins_on),
            "ends": day_text(sanction.ends_on),
            "reason": sanction.reason,
            "source": sanction.source,
        }

    _tell_company(sanction, "confirmed", gettext_lazy("참여 제한 안내"), body)
    return sanction


@transaction.atomic
def turn_down(sanction: Sanction, *, reason: str, by: User) -> Sanction:
    """Refuse or take back what was proposed. Raises PermissionDenied, DecidedAlready."""
    require(may_turn_down(by, sanction))
    return _decide(sanction, False, reason, by=by)


@transaction.atomic
def lift(sanction: Sanction, *, reason: str, by: User) -> Sanction:
    """End it from now on. Raises DecidedAlready when it does not hold any more."""
    fields = {"lifted_at": clock.now(), "lifted_by": by, "lift_reason": reason}
    if not Sanction.objects.filter(pk=sanction.pk, confirmed=True, lifted_at=None).update(**fields):
        raise DecidedAlready(sanction.pk)
    record(stream_of(sanction), "sanction.lifted", by=by, data={"reason": reason})
    body = gettext_lazy("참여 제한이 해제되어 다시 참여할 수 있습니다.\n사유: %(reason)s")
    _tell_company(sanction, "lifted", gettext_lazy("참여 제한 해제 안내"), lambda: str(body) % {"reason": reason})
    return sanction


def _decide(sanction: Sanction, confirmed: bool, reason: str, *, by: User) -> Sanction:
    fields = {"confirmed": confirmed, "decided_by": by, "decided_at": clock.now(), "decision_reason": reason}
    if not Sanction.objects.filter(pk=sanction.pk, confirmed=None).update(**fields):
        raise DecidedAlready(sanction.pk)
    for name, value in fields.items():
        setattr(sanction, name, value)
    verb = "sanction.confirmed" if confirmed else "sanction.turned_down"
    record(stream_of(sanction), verb, by=by, data={"reason": reason} if reason else {})
    return sanction


def _tell_company(sanction: Sanction, fact: str, subject: Text, body: Text) -> None:
    people = User.objects.filter(member__supplier__business_number=sanction.business_number, is_active=True)
    key, link = f"sanction-{fact}:{sanction.pk}", reverse("workspace")
    notify(people, key=key, subject=subject, body=body, link=link, kind=Kind.FILING)
