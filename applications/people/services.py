"""Writing what a person changes about themselves."""

from collections.abc import Mapping

from django.db import transaction

from applications.audit.services import record
from applications.people.models import User


@transaction.atomic
def edit_account(user: User, changes: Mapping[str, str], *, by: User) -> User:
    """Write the changed fields; the event names them without their values, which are personal."""
    before = User.objects.get(pk=user.pk)
    different = {name: value for name, value in changes.items() if getattr(before, name) != value}
    if different:
        User.objects.filter(pk=user.pk).update(**different)
        record(f"user:{user.pk}", "user.edited", by=by, data={"fields": sorted(different)})
    return User.objects.get(pk=user.pk)
