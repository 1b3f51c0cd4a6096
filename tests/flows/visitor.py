"""A person at the portal without a browser, who reads pages, follows links, fills forms and presses buttons.

Nothing can be sent that a page does not offer: an unknown field, choice, link or button fails the test, and so does a
form without its token.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

Values = Mapping[str, Any]


@dataclass
class Button:
    """A button that sends its form, with the name and value it adds."""

    text: str
    name: str
    value: str


@dataclass
class Form:
    """A form as a browser sees it: what it would send now, and which choices it offers."""

    action: str
    method: str
    sent: dict[str, list[str]] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    buttons: list[Button] = field(default_factory=list)

    def filled(self, values: Values) -> dict[str, Any]:
        """What is sent once these fields are filled; a list ticks several boxes or chooses several files."""
        data: dict[str, Any] = dict(self.sent)
        for name, value in values.items():
            many = list(value) if isinstance(value, list | tuple) else [value]
            self._check(name, many)
            data[name] = many
        return data

    def _check(self, name: str, many: list[Any]) -> None:
        if name in self.files:
            assert all(isinstance(one, SimpleUploadedFile) for one in many), name
            return
        assert name in self.sent or name in self.choices, f"no field {name} among {sorted(self.sent | self.choices)}"
        offered = self.choices.get(name)
        assert offered is None or set(many) <= set(offered), f"{name} offers {offered}, not {many}"


class Page(HTMLParser):
    """The links, forms and words of a page."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[tuple[str, str]] = []
        self.forms: list[Form] = []
        self._words: list[str] = []
        self._form: Form | None = None
        self._open: list[tuple[str, dict[str, str], list[str]]] = []
        self._select = ""
        self.feed(html)
        self.text = " ".join("".join(self._words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._form)
        elif tag == "input" and self._form:
            self._input(self._form, given)
        elif tag == "select":
            self._select = given.get("name", "")
        if tag in ("a", "button", "textarea", "option"):
            self._open.append((tag, given, []))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        if self._open and self._open[-1][0] == tag:
            _tag, given, words = self._open.pop()
            self._closed(tag, given, "".join(words))
        if tag in ("p", "li", "td", "th", "dd", "dt", "h1", "h2", "h3", "div"):
            self._words.append(" ")

    def handle_data(self, data: str) -> None:
        self._words.append(data)
        for _tag, _given, words in self._open:
            words.append(data)

    def _closed(self, tag: str, given: dict[str, str], words: str) -> None:
        said = " ".join(words.split())
        if tag == "a" and "href" in given:
            self.links.append((said, given["href"]))
        elif self._form and tag == "button" and given.get("type", "submit") == "submit" and "disabled" not in given:
            self._form.buttons.append(Button(said, given.get("name", ""), given.get("value", "")))
        elif self._form and tag == "textarea" and given.get("name"):
            self._form.sent[given["name"]] = [words.removeprefix("\n")]
        elif self._form and tag == "option" and self._select:
            self._option(self._form, given, said)

    def _input(self, form: Form, given: dict[str, str]) -> None:
        name, kind = given.get("name", ""), given.get("type", "text")
        if not name or "disabled" in given:
            return
        if kind == "file":
            form.files.add(name)
        elif kind in ("checkbox", "radio"):
            value = given.get("value", "on")
            form.choices.setdefault(name, []).append(value)
            if "checked" in given:
                form.sent.setdefault(name, []).append(value)
        else:
            form.sent[name] = [given.get("value", "")]

    def _option(self, form: Form, given: dict[str, str], said: str) -> None:
        value = given.get("value", said)
        form.choices.setdefault(self._select, []).append(value)
        if "selected" in given or len(form.choices[self._select]) == 1:
            form.sent[self._select] = [value]


class Visitor:
    """One person with a session of their own; `page` and `address` are what they look at now."""

    def __init__(self) -> None:
        self.client = Client(enforce_csrf_checks=True, headers={"accept-language": "ko"})
        self.address, self.status, self.content = "", 0, b""
        self.page = Page("")

    def open(self, address: str, *, expect: int = 200) -> "Visitor":
        """Go to an address, through redirects."""
        return self._arrive(self.client.get(address, follow=True), expect)

    def follow(self, words: str, *, to: str = "") -> "Visitor":
        """Follow the link with these words on the page; `to` picks, among several, by a part of the address."""
        found = {link for said, link in self.page.links if said == words and to in link}
        assert len(found) == 1, f"{len(found)} links «{words}» at {self.address}: {[one[0] for one in self.page.links]}"
        return self.open(urljoin(self.address, found.pop()))

    def send(self, words: str, values: Values | None = None, *, to: str = "", expect: int = 200) -> "Visitor":
        """Fill the form whose button carries these words, and press it; `to` picks by a part of the address."""
        form, button = self._form(words, to)
        data = form.filled(values or {})
        if button.name:
            data[button.name] = [button.value]
        address = urljoin(self.address, form.action) if form.action else self.address
        act = self.client.post if form.method == "post" else self.client.get
        return self._arrive(act(address, data, follow=True), expect)

    def press(self, words: str, *, to: str = "", expect: int = 200) -> "Visitor":
        """Press a button of a form that needs nothing filled in."""
        return self.send(words, to=to, expect=expect)

    def reads(self, *words: str) -> "Visitor":
        """Look for words on the page."""
        missing = [one for one in words if one not in self.page.text]
        assert missing == [], f"{missing} not at {self.address}: {self.page.text[:3000]}"
        return self

    def choices(self, *beginnings: str) -> list[str]:
        """The names of the choices on the page that begin so."""
        return [name for form in self.page.forms for name in form.choices if name.startswith(beginnings)]

    def _form(self, words: str, to: str = "") -> tuple[Form, Button]:
        named = ((form, button) for form in self.page.forms for button in form.buttons)
        found = [(form, button) for form, button in named if button.text == words and to in form.action]
        offered = [button.text for form in self.page.forms for button in form.buttons]
        assert len({id(form) for form, _button in found}) == 1, f"«{words}» among {offered} at {self.address}"
        return found[0]

    def _arrive(self, response: HttpResponse, expect: int) -> "Visitor":
        asked = response.request
        self.address = asked["PATH_INFO"] + (f"?{asked['QUERY_STRING']}" if asked.get("QUERY_STRING") else "")
        self.status = response.status_code
        self.content = b"".join(response.streaming_content) if response.streaming else response.content
        self.page = Page(self.content.decode() if "html" in response["Content-Type"] else "")
        assert self.status == expect, f"{self.status} at {self.address}: {self.page.text[:3000]}"
        return self
