"""Writing how a person wants to hear of each kind."""

from collections.abc import Mapping

from django.db import transaction

from applications.audit.services import record
from applications.notices.kinds import FIXED, Delivery, Kind
from applications.notices.models import Preference
from applications.notices.queries import preferences_of
from applications.people.models import User
from applications.people.queries import stream_of


@transaction.atomic
def choose(user: User, wishes: Mapping[Kind, Delivery]) -> None:
    """Keep the person's choices from now on; what is told with a period running stays as it is."""
    before = preferences_of(user)
    changed = {kind: wish for kind, wish in wishes.items() if kind not in FIXED and before[kind] != wish}
    for kind, wish in changed.items():
        Preference.objects.update_or_create(user=user, kind=kind, defaults={"delivery": wish})
    if changed:
        told = {kind.value: wish.value for kind, wish in changed.items()}
        record(stream_of(user), "user.notices_chosen", by=user, data=told)
