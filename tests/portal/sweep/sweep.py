"""One sweep: every page that a person finds by links, then every route of theirs that no link led to."""

from collections.abc import Iterable, Iterator

import pytest

from tests.portal.sweep.reach import addresses_of
from tests.portal.sweep.walk import ENDS_THE_VISIT, Page, Reader, Visitor, walk
from tests.portal.sweep.world import PUBLIC
from tests.portal.test_permissions import table

MOST_QUERIES = 15
ELSEWHERE = {
    **dict.fromkeys(("bank_letters:ask", "benefit_requests:ask"), "asked for by a code of a benefit that is open"),
    **dict.fromkeys(
        ("bank_letters:detail", "bank_letters:download", "bank_letters:ready"), "of a letter that somebody asked for"
    ),
    **dict.fromkeys(("benefit_requests:answer", "benefit_requests:withdraw"), "of a request that was made"),
    "rulings:recount": "of a result that counts an AI score which was corrected since",
}
STARTS = ("/", "/home/", "/gallery/", "/accounts/login/")
GIVEN = {200, 302}
POSTS_ONLY = 405
OF_PACKAGES = frozenset({"log-in package"})


def routes_of(role: str) -> set[str]:
    """The routes that a role may open; what the log-in package guards itself is looked at from outside and inside."""
    doors = {name: who for name, (_address, who) in table().items() if name not in ENDS_THE_VISIT}
    return {name for name, who in doors.items() if role in who or (who == OF_PACKAGES and role in (PUBLIC, "supplier"))}


def sweep(visitor: Visitor, most: int) -> Iterator[Page]:
    """Pages found by links, at most so many addresses of a route; then one of each route that was not found."""
    found = set()
    for page in walk(visitor, list(STARTS), most):
        found |= {page.route} if page.status in GIVEN else set()
        yield page
    for name in sorted(routes_of(visitor.role) - found):
        if page := _first(visitor, name):
            yield page


def _first(visitor: Visitor, name: str) -> Page | None:
    """The first answer of a route that is one, or the last refusal."""
    page = None
    for address in addresses_of(name):
        page = visitor.look(address)
        if page.status in (*GIVEN, POSTS_ONLY):
            break
    return page


def blank_forms(visitor: Visitor, pages: Iterable[Page]) -> Iterator[Page]:
    """What each form that somebody types into answers when it is sent empty; one of each route and form."""
    sent = set()
    for page in pages:
        for number, form in enumerate(Reader(page).forms if page.is_page else []):
            if form.is_typed and (page.route, page.parts, number) not in sent:
                sent.add((page.route, page.parts, number))
                yield visitor.blank(form)


def shapes(pages: Iterable[Page]) -> list[Page]:
    """One whole page of each route and set of templates; further ones of the same shape differ in data alone."""
    found: dict[tuple[str, frozenset[str]], Page] = {}
    for page in pages:
        if page.is_page:
            found.setdefault((page.route, page.parts), page)
    return list(found.values())


def faults(pages: Iterable[Page]) -> Iterator[str]:
    """Rows for answers that are faults in themselves: broken, or made with too many queries."""
    for page in pages:
        if page.status >= 500:
            yield page.told(f"{page.status} {page.kind}")
        if page.queries > MOST_QUERIES and page.status == 200:
            yield page.told(f"{page.queries} queries")


def unreached(role: str, pages: Iterable[Page]) -> Iterator[str]:
    """Rows for links that lead nowhere, and for routes of a role of which nothing was seen; those of ELSEWHERE are
    opened by the tests of their own nouns."""
    seen = list(pages)
    refused = [page for page in seen if page.status not in (*GIVEN, POSTS_ONLY)]
    yield from (page.told(f"{page.status}") for page in refused if page.route not in ELSEWHERE)
    for name in sorted(routes_of(role) - {page.route for page in seen} - ELSEWHERE.keys()):
        yield f"{name} | {role} | - | - | not reached"


def expect_none(rows: Iterable[str]) -> None:
    """Fail with the table of faults, unless it is empty."""
    if found := sorted(set(rows)):
        pytest.fail("\n".join([f"{len(found)} faults: route | role | state | width | fault | address", *found]), False)
