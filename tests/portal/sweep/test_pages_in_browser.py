"""Every page in a real browser: nothing to scroll sideways for, no access fault, few bytes, every control in reach.

By itself once for each route on a phone. With SWEEP set every shape of every page as every role, at both widths, in
every state: as the demonstration has it, with a newcomer, with texts as long as they may be, in English, and with
every form sent empty.
"""

import os
from collections.abc import Iterable, Iterator

import pytest
from playwright.sync_api import Browser
from pytest_django import Settings

from tests.portal.sweep.stage import WIDTHS, staged
from tests.portal.sweep.states import fill_to_the_brim
from tests.portal.sweep.sweep import STARTS, blank_forms, expect_none, routes_of, shapes, sweep
from tests.portal.sweep.walk import Page, Visitor, walk
from tests.portal.sweep.world import PUBLIC, ROLES, make_world, newcomer, visitor_of

WHOLE = "SWEEP" in os.environ
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db,
    pytest.mark.skipif("TEST_DATABASE_URL" in os.environ, reason="pages look alike on every database; once is enough"),
]


@pytest.fixture(autouse=True)
def demonstration(settings: Settings) -> None:
    settings.DEMO = True


def own_routes(role: str) -> set[str]:
    """The routes of a role that none before it in the line may open, so that each is looked at once."""
    before = ROLES[: ROLES.index(role)]
    return routes_of(role) - {name for other in before for name in routes_of(other)}


def one_of_each(role: str) -> Iterator[Page]:
    """The first page of each route that is this role's to look at."""
    seen = own_routes(role)
    for page in sweep(visitor_of(role), 1):
        if page.is_page and page.route in seen:
            seen.discard(page.route)
            yield page


def rows(chromium: Browser, visitor: Visitor, pages: Iterable[Page], widths: Iterable[int] = WIDTHS) -> list[str]:
    """The table of faults, empty where there is none."""
    with staged(chromium) as stage:
        return [row for page in pages for row in stage.faults(page, visitor, widths)]


@pytest.mark.parametrize("role", ROLES)
def test_one_page_of_each_route_is_open_to_all_on_a_phone(chromium: Browser, role: str):
    make_world()

    expect_none(rows(chromium, visitor_of(role), [*one_of_each(role)], WIDTHS[:1]))


FAULTY = """<!doctype html><html lang="ko"><head><title>쪽</title><style>
.bare:focus {outline: none} .narrow {width: 40px; white-space: nowrap; display: block}
</style></head><body><main><h1>쪽</h1>
<div style="width: 2000px">넓음</div><p class="narrow">넘치는 글자가 있습니다</p><button></button>
<a href="/" class="bare" style="outline: none">보이지 않는 초점</a><a href="/" tabindex="5">먼저</a>
<p style="color: #ccc">흐림</p><script src="/no-such-script/"></script>PLACE</main></body></html>"""


def test_faults_of_every_kind_are_found_out(chromium: Browser):
    page = Page(
        "none", PUBLIC, "faulty", "/", 200, "text/html", FAULTY.replace("PLACE", f"<!--{os.urandom(400_000).hex()}-->")
    )

    told = rows(chromium, Visitor(PUBLIC, None), [page], WIDTHS[:1])

    kinds = {row.split(" | ")[4].partition(":")[0] for row in told}
    assert {
        "text spills",
        "button-name",
        "focus not seen",
        "tab order of its own",
        "color-contrast",
        "console",
    } <= kinds
    assert any(kind.endswith("px wide") for kind in kinds)
    assert any(kind.endswith("bytes") for kind in kinds)


@pytest.mark.skipif(not WHOLE, reason="make nightly looks at every state (SWEEP=1)")
@pytest.mark.parametrize("state", ["usual", "brim", "english", "empty"])
@pytest.mark.parametrize("role", ROLES)
def test_every_shape_of_every_page_is_open_to_all(chromium: Browser, role: str, state: str):
    if state != "empty":
        make_world()
    if state == "brim":
        fill_to_the_brim()
    is_english = state == "english"
    visitor = newcomer(role) if state == "empty" else visitor_of(role, state, "en" if is_english else "ko")
    pages = list(walk(visitor, list(STARTS), 4) if state == "empty" else sweep(visitor, 4))

    expect_none(rows(chromium, visitor, shapes([*pages, *blank_forms(visitor, pages)])))
