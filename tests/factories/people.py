from itertools import count

from applications.people.models import User
from applications.roles import Role
from applications.suppliers.models import Member, Standing, Supplier

numbers = count(1)


def make_user(role: Role = Role.SUPPLIER, **fields: object) -> User:
    number = next(numbers)
    values = {"email": f"person{number}@example.org", "name": f"사람{number}", "role": role} | fields
    return User.objects.create_user(password="열려라-참깨-2026", **values)


def make_member(supplier: Supplier, standing: Standing = Standing.OWNER, **fields: object) -> User:
    user = make_user(Role.SUPPLIER, **fields)
    Member.objects.create(supplier=supplier, user=user, standing=standing)
    return user
