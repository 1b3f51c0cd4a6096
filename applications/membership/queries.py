"""Who belongs to a company, who is called in, who asks to be let in."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.db.models import Exists, OuterRef, QuerySet

from applications.membership.models import Invitation, JoinRequest
from applications.people.models import User
from applications.suppliers.models import Member, Standing, Supplier
from applications.suppliers.queries import suppliers_for

SALT = "membership.invitation"


def members_for(user: User) -> QuerySet[Member]:
    """The people of the person's own company, or of all for those who inspect."""
    return Member.objects.filter(supplier__in=suppliers_for(user)).select_related("user", "supplier")


def invitations_for(user: User) -> QuerySet[Invitation]:
    """Open invitations of the person's own company."""
    return Invitation.objects.filter(supplier__in=suppliers_for(user), closed_at=None).select_related("supplier")


def requests_for(user: User) -> QuerySet[JoinRequest]:
    """Undecided requests to the person's own company, of people whose address is confirmed, the oldest first.

    Whoever types in another's address reaches nobody.
    """
    told = JoinRequest.objects.filter(supplier__in=suppliers_for(user), decided_at=None, told_at__isnull=False)
    return told.select_related("user", "supplier").order_by("asked_at", "pk")


def own_requests(user: User) -> QuerySet[JoinRequest]:
    """What the person asked for, the latest first."""
    return JoinRequest.objects.filter(user=user).select_related("supplier")


def untold() -> QuerySet[JoinRequest]:
    """Undecided requests that no owner has heard of although the address is confirmed by now, where that is asked."""
    waiting = JoinRequest.objects.filter(decided_at=None, told_at=None)
    if settings.ACCOUNT_EMAIL_VERIFICATION != "mandatory":
        return waiting
    return waiting.filter(Exists(EmailAddress.objects.filter(user=OuterRef("user"), verified=True)))


def owners_of(supplier: Supplier) -> QuerySet[User]:
    """Those who decide for a company."""
    return User.objects.filter(member__supplier=supplier, member__standing=Standing.OWNER, is_active=True)


def token_of(invitation: Invitation) -> str:
    """What the link of the latest letter holds."""
    return signing.dumps([invitation.pk, invitation.nonce], salt=SALT, compress=True)


def invitation_of(token: str, at: datetime) -> Invitation | None:
    """The invitation behind a link; None where it was replaced, revoked, used, has run out or was never sent."""
    try:
        pk, nonce = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    found = Invitation.objects.filter(pk=pk, nonce=nonce, closed_at=None, expires_at__gt=at)
    return found.select_related("supplier", "invited_by").first()
