"""Going through the portal as one person: from the home along every link, with what each page cost."""

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.contrib.auth.models import AbstractBaseUser
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, resolve

TRANSACTION_WORDS = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")
TYPED = {"text", "email", "password", "number", "search", "tel", "url", "date", "file", "radio", "checkbox", "time"}
ENDS_THE_VISIT = {"account_logout", "set_language", "display"}


@dataclass(frozen=True)
class Page:
    """What one person was answered at one address; `parts` are the templates it was put together from."""

    route: str
    role: str
    state: str
    address: str
    status: int
    kind: str = ""
    html: str = field(default="", repr=False)
    queries: int = 0
    parts: frozenset[str] = field(default=frozenset(), repr=False)

    @property
    def is_page(self) -> bool:
        """A whole page, in contrast to a file, a redirect or a part that is loaded into one."""
        return self.kind == "text/html" and "<html" in self.html

    def told(self, fault: str, width: int = 0) -> str:
        """A row of the table of faults."""
        return f"{self.route} | {self.role} | {self.state} | {width or '-'} | {fault} | {self.address}"


@dataclass
class Form:
    """A form that posts: where to, what it carries unseen, and whether somebody types or chooses something in it."""

    action: str
    hidden: dict[str, str] = field(default_factory=dict)
    is_typed: bool = False


class Reader(HTMLParser):
    """The links and the posting forms of a page."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.address, self.links, self.forms = page.address, [], []
        self._form: Form | None = None
        self.feed(page.html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in said:
            self._link(said["href"])
        elif tag == "form" and said.get("method", "").lower() == "post":
            self._form = Form(urljoin(self.address, said.get("action") or self.address))
            self.forms.append(self._form)
        elif tag == "form":
            self._link(said.get("action") or self.address)
        elif self._form and tag in ("input", "textarea", "select"):
            self._take(tag, said)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None

    def _take(self, tag: str, said: dict[str, str]) -> None:
        if said.get("type") == "hidden":
            self._form.hidden[said.get("name", "")] = said.get("value", "")
        elif tag != "input" or said.get("type", "text") in TYPED:
            self._form.is_typed = True

    def _link(self, where: str) -> None:
        parts = urlsplit(urljoin(self.address, where))
        if not parts.netloc and not parts.scheme:
            self.links.append(parts._replace(fragment="").geturl())


class Visitor:
    """One person who looks at pages; whatever a look changes is undone."""

    def __init__(self, role: str, person: AbstractBaseUser | None, state: str = "usual", language: str = "ko") -> None:
        self.role, self.state, self.client = role, state, Client(headers={"accept-language": language})
        if person:
            self.client.force_login(person)

    def look(self, address: str) -> Page:
        return self._answered("get", address, {}, self.state)

    def blank(self, form: Form) -> Page:
        """The page that comes back when the form is sent with nothing typed."""
        return self._answered("post", form.action, form.hidden, f"{self.state}, error")

    def ask(self, method: str, address: str, body: bytes = b"", kind: str = "") -> HttpResponse:
        """What a script of a page is answered."""
        with transaction.atomic():
            sent: dict[str, Any] = {"data": body, "content_type": kind} if method == "post" else {}
            try:
                return getattr(self.client, method)(address, **sent)
            finally:
                transaction.set_rollback(True)

    def _answered(self, method: str, address: str, said: dict[str, str], state: str) -> Page:
        route = name_of(address) or "?"
        try:
            with transaction.atomic(), CaptureQueriesContext(connection) as asked:
                try:
                    answer = getattr(self.client, method)(address, said)
                    body = answer.getvalue()
                finally:
                    transaction.set_rollback(True)
        except Exception as fault:  # whatever a page ends in is a row of the table
            return Page(route, self.role, state, address, 500, kind=f"{type(fault).__name__}: {fault}"[:300])
        kind = answer.headers.get("Content-Type", "").partition(";")[0]
        parts = frozenset(str(one.name) for one in answer.templates if one.name)
        html = body.decode() if kind == "text/html" else ""
        return Page(route, self.role, state, address, answer.status_code, kind, html, _count(asked), parts)


def _count(asked: CaptureQueriesContext) -> int:
    """Queries, without the marks of transactions."""
    return sum(not query["sql"].startswith(TRANSACTION_WORDS) for query in asked.captured_queries)


def name_of(address: str) -> str:
    """The name of the route that answers an address, empty where none does."""
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return ""


def walk(visitor: Visitor, start: list[str], most: int) -> Iterator[Page]:
    """Every page that links lead to, at most so many addresses of a route, and as many again with a query."""
    todo, later, seen = deque(start), deque(), set()
    visits: Counter[tuple[str, bool]] = Counter()
    while todo or later:
        address = (todo or later).popleft()
        key = (name_of(address), "?" in address)
        if address in seen or key[0] in {"", *ENDS_THE_VISIT} or visits[key] >= most:
            continue
        seen.add(address)
        visits[key] += 1
        page = visitor.look(address)
        yield page
        for link in Reader(page).links if page.is_page else []:
            (later if "?" in link else todo).append(link)
