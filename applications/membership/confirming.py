"""Hears that an address is confirmed: from then on the owners are told of what its person asks for."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from django.dispatch import receiver

from applications.membership.services import announce


@receiver(email_confirmed)
def tell_owners(email_address: EmailAddress, **_: Any) -> None:
    announce(email_address.user)
