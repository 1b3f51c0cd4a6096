"""docs/permissions.md is the published table; every route has its row, and every row holds for every role."""

import re
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from applications.access import PUBLIC
from applications.roles import PEOPLE, Role
from tests.factories.people import make_member, make_user
from tests.factories.suppliers import make_supplier

TABLE = Path(__file__).resolve().parents[2] / "docs" / "permissions.md"
ROW = re.compile(r"^\| `([\w:.-]+)` \| `([^`]*)` \| ([^|]+) \|", flags=re.MULTILINE)
SAMPLES = {"int": 999999999, "str": "none-such", "slug": "none-such", "uuid": uuid.uuid4(), "path": "none"}
OUTSIDE = ("account_", "mfa_", "set_language", "socialaccount_", "usersessions_")


def table() -> dict[str, tuple[str, frozenset[str]]]:
    rows = ROW.findall(TABLE.read_text("utf8"))
    return {name: (address, frozenset(who.replace(" ", "").split(","))) for name, address, who in rows}


def routes(resolver: URLResolver | None = None, space: str = "", where: str = "") -> Iterator[tuple[str, str, object]]:
    for pattern in (resolver or get_resolver()).url_patterns:
        address = where + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from routes(pattern, inner, address)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}", address, pattern


def is_ours(name: str) -> bool:
    return not name.startswith(OUTSIDE)


ROUTES = {name: (address, pattern) for name, address, pattern in routes()}
OURS = sorted(name for name in ROUTES if is_ours(name))


def path_to(name: str) -> str:
    converters = ROUTES[name][1].pattern.converters
    kinds = {key: type(value).__name__.removesuffix("Converter").lower() for key, value in converters.items()}
    return reverse(name, kwargs={key: SAMPLES[_kind(kind)] for key, kind in kinds.items()})


def _kind(kind: str) -> str:
    return {"string": "str"}.get(kind, kind)


def test_every_route_has_its_row_and_every_row_its_route():
    assert sorted(table()) == sorted(ROUTES)


def test_the_rows_say_what_the_doors_do():
    said = {name: row[1] for name, row in table().items() if is_ours(name)}
    done = {name: frozenset(getattr(ROUTES[name][1].callback, "who", {"nobody"})) for name in OURS}

    assert said == done


def test_the_addresses_are_the_real_ones():
    assert {name: row[0] for name, row in table().items()} == {name: row[0] for name, row in ROUTES.items()}


@pytest.mark.django_db
@pytest.mark.parametrize("name", OURS)
def test_nobody_passes_a_door_that_is_not_theirs(name):
    who = table()[name][1]

    anonymous = Client().get(path_to(name))

    assert (anonymous.status_code == 302 and "/accounts/login/" in anonymous.url) == (who != PUBLIC)


@pytest.mark.django_db
@pytest.mark.parametrize("role", sorted(PEOPLE))
def test_doors_open_for_their_roles_alone(role, settings):
    settings.DEMO = True
    person = _person(Role(role))
    client = Client(raise_request_exception=True)
    client.force_login(person)
    refused = set()

    for name in OURS:
        response = client.get(path_to(name))
        if response.status_code == 403 and "이용할 수 있습니다" in response.content.decode():
            refused.add(name)

    expected = {name for name in OURS if table()[name][1] != PUBLIC and role not in table()[name][1]}
    assert refused == expected


def _person(role: Role) -> object:
    if role == Role.SUPPLIER:
        return make_member(make_supplier(), is_demo=True)
    return make_user(role, is_demo=True)
