"""A person at a computer whose session, connection, window or server is cut, and put right again."""

import io
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.test import Client
from django.test.testcases import LiveServerThread, QuietWSGIRequestHandler
from playwright.sync_api import BrowserContext, Error, Page, Request

from applications.filing.models import Application


class Answering(QuietWSGIRequestHandler):
    """Keeps what it has done to itself while its server is mute."""

    def parse_request(self) -> bool:
        fit = super().parse_request()
        self.is_mute = fit and self.server.is_mute and self.command != "GET"
        if self.is_mute:
            self.wfile = io.BytesIO()
        return fit

    def handle_one_request(self) -> None:
        self.is_mute = False
        super().handle_one_request()
        if self.is_mute:
            self.close_connection = True


class Connections(ThreadedWSGIServer):
    """A server that takes the open connections with it when it goes, as one does that is killed."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        self.open: list[socket.socket] = []
        self.is_mute = False
        super().__init__(*args, **settings)

    def process_request(self, request: Any, client_address: Any) -> None:
        self.open.append(request)
        super().process_request(request, client_address)

    def server_close(self) -> None:
        super().server_close()
        for one in self.open:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)


class Server(LiveServerThread):
    """The portal on a port that it can come back to."""

    server_class = Connections

    def __init__(self, port: int = 0) -> None:
        super().__init__("localhost", StaticFilesHandler, port=port)
        self.daemon = True
        self.start()
        self.is_ready.wait()
        assert self.error is None

    def _create_server(self, connections_override: Any = None) -> Connections:
        return self.server_class((self.host, self.port), Answering, allow_reuse_address=True)

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"


@dataclass
class Desk:
    """One person at one computer: the window they look at, and the server behind it."""

    context: BrowserContext
    page: Page
    server: Server
    application: Application
    under_way: set[Request] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.context.on("request", lambda one: self.under_way.add(one))
        self.context.on("requestfinished", lambda one: self.under_way.discard(one))
        self.context.on("requestfailed", lambda one: self.under_way.discard(one))

    def open(self, part: str, application: Application | None = None) -> None:
        """A page of an application, tried until it stands."""
        self.go(f"/applications/{(application or self.application).code}/{part}")

    def go(self, path: str) -> None:
        """A page, tried until it stands."""
        for _time in range(10):
            try:
                self.page.goto(f"{self.server.url}{path}")
            except Error:  # the page of a server that was gone came in between, or loaded itself again
                self.page.wait_for_timeout(300)
            else:
                return
        raise AssertionError(f"no way to {path}")

    def sign_in(self) -> None:
        """Log in; and again where the answer to something asked before took the new session away."""
        client = Client()
        client.force_login(self.application.created_by)
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        session = {"name": settings.SESSION_COOKIE_NAME, "value": key, "url": self.server.url}
        while key not in [cookie["value"] for cookie in self.context.cookies()]:
            self.context.add_cookies([session])
            self.until(lambda: not self.under_way)

    def look_again(self) -> None:
        """The person comes back to the window, as after mending what was wrong."""
        with suppress(Error):  # the page is on its way to the next
            self.page.evaluate("window.dispatchEvent(new Event('focus'))")

    def until(self, holds: Callable[[], bool]) -> None:
        """Leave the window alone until something holds."""
        for _time in range(600):
            if holds():
                return
            self.page.wait_for_timeout(100)
        raise AssertionError("not within a minute")

    def press(self, name: str) -> None:
        """Press a button whose page may never come."""
        with suppress(Error):
            self.page.get_by_role("button", name=name, exact=True).last.click()
            self.page.wait_for_load_state()

    def insist(self, path: str, name: str, done: Callable[[], bool]) -> None:
        """What somebody does who does not know whether it arrived: look again, and press once more if it is not so."""
        self.go(path)
        if not done():
            self.press(name)
            self.until(done)

    def new_window(self) -> None:
        """Another window upon the page that the last one showed."""
        address = self.page.url
        self.page = self.context.new_page()
        self.page.goto(address)


@contextmanager
def session_cut(desk: Desk) -> Iterator[None]:
    """The log-in ran out, or somebody logged out elsewhere."""
    Session.objects.all().delete()
    yield
    desk.sign_in()


@contextmanager
def connection_cut(desk: Desk) -> Iterator[None]:
    """Nothing reaches the portal."""
    desk.context.set_offline(True)
    yield
    desk.context.set_offline(False)


@contextmanager
def answer_cut(desk: Desk) -> Iterator[None]:
    """What is sent reaches the portal and is done; its answer never comes back."""
    desk.server.httpd.is_mute = True
    yield
    desk.server.httpd.is_mute = False


@contextmanager
def window_cut(desk: Desk) -> Iterator[None]:
    """The window is closed and another one opened."""
    yield
    address = desk.page.url
    desk.page.close()
    desk.page = desk.context.new_page()
    desk.page.goto(address)


@contextmanager
def crash_cut(desk: Desk) -> Iterator[None]:
    """The window dies without a chance to do anything, and is opened anew."""
    yield
    window = desk.page
    address = window.url
    with suppress(Error):
        window.goto("chrome://crash")
    desk.page = desk.context.new_page()
    desk.page.goto(address)
    window.close()


@contextmanager
def reload_cut(desk: Desk) -> Iterator[None]:
    """The page is loaded again, whatever it asks."""
    yield
    desk.page.on("dialog", lambda dialog: dialog.accept())
    desk.page.reload()


@contextmanager
def server_cut(desk: Desk) -> Iterator[None]:
    """The portal is killed with every connection to it, and started again."""
    desk.server.terminate()
    yield
    desk.server = Server(desk.server.port)


Cut = Callable[[Desk], AbstractContextManager[None]]
CUTS: list[Cut] = [session_cut, connection_cut, answer_cut, window_cut, server_cut]
CLOSING: tuple[Cut, ...] = (window_cut, crash_cut, reload_cut)
"""Cuts after which the page is another one, and what was in it only in the browser's keeping."""
