from itertools import count

from allauth.mfa.models import Authenticator

from applications.people.models import User
from applications.roles import NEEDS_SECOND_FACTOR, Role
from applications.suppliers.models import Member, Standing, Supplier

numbers = count(1)


def make_user(role: Role = Role.SUPPLIER, *, second_factor: bool = True, **fields: object) -> User:
    """A person who can log in, with the second factor that assessors and officials must have."""
    number = next(numbers)
    values = {"email": f"person{number}@example.org", "name": f"사람{number}", "role": role} | fields
    user = User.objects.create_user(password="열려라-참깨-2026", **values)
    if second_factor and role in NEEDS_SECOND_FACTOR:
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "JBSWY3DPEHPK3PXP"})
    return user


def make_member(supplier: Supplier, standing: Standing = Standing.OWNER, **fields: object) -> User:
    user = make_user(Role.SUPPLIER, **fields)
    Member.objects.create(supplier=supplier, user=user, standing=standing)
    return user
