"""How much the busy pages cost: a real server on its own demo data, asked in turn, told as ratios to an empty view."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from statistics import median
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.middleware.csrf import _get_new_csrf_string
from django.urls import reverse

from applications.filing.models import Application
from applications.filing.workflow import SUPPLIER_WRITES
from applications.people.models import User
from applications.roles import Role
from diagnosis.answers.models import Answer
from diagnosis.panels.models import Mark

ROUNDS, WARM = 60, 8


@dataclass(frozen=True)
class Probe:
    """One request to be measured; goal is the greatest ratio to the empty view that we promise, 0 for none."""

    name: str
    user: User | None
    path: str
    form: Callable[[], Mapping[str, object]] | None = None
    goal: int = 0


class Visitor:
    """A browser's connection: kept alive, signed in as one person."""

    def __init__(self, port: int, user: User | None) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port)
        self.token = _get_new_csrf_string()
        cookies = {"csrftoken": self.token} | ({"sessionid": _session_of(user)} if user else {})
        self.headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}

    def ask(self, path: str, form: Mapping[str, object] | None) -> float:
        """Seconds from the request to the last byte of the answer, which must be a success."""
        body = urlencode(dict(form)) if form is not None else None
        kind = {"Content-Type": "application/x-www-form-urlencoded", "X-Autosave": "1"} if form is not None else {}
        guard = {"X-CSRFToken": self.token, "Referer": f"http://127.0.0.1{path}"} if form is not None else {}
        start = time.perf_counter()
        self.connection.request("POST" if form is not None else "GET", path, body, self.headers | kind | guard)
        answer = self.connection.getresponse()
        answer.read()
        taken = time.perf_counter() - start
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}")
        return taken


def probes() -> list[Probe]:
    """The pages that people wait for in the closing hour, on data of the demo round."""
    operator = User.objects.filter(role=Role.OPERATOR, is_demo=True).earliest("pk")
    ministry = User.objects.filter(role=Role.MINISTRY, is_demo=True).earliest("pk")
    case = Application.objects.filter(state="published", track="INTEGRATED").earliest("pk")
    return [
        Probe("empty view", None, reverse("live")),
        Probe("operator: list of applications", operator, reverse("cases:list"), goal=25),
        Probe("operator: one application", operator, reverse("cases:detail", args=[case.code]), goal=25),
        Probe("ministry: home", ministry, reverse("workspace"), goal=40),
        _answer_probe(),
        _mark_probe(),
    ]


def measure(port: int) -> dict[Probe, float]:
    """Median seconds of each probe; the probes take turns, so that a slow moment of the machine hits all alike."""
    asked = [(probe, Visitor(port, probe.user)) for probe in probes()]
    taken: dict[Probe, list[float]] = {probe: [] for probe, _visitor in asked}
    for number in range(WARM + ROUNDS):
        for probe, visitor in asked:
            seconds = visitor.ask(probe.path, probe.form() if probe.form else None)
            if number >= WARM:
                taken[probe].append(seconds)
    return {probe: median(all_) for probe, all_ in taken.items()}


@contextmanager
def server() -> Iterator[int]:
    """Gunicorn as `make run` starts it, on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--worker-class", "gthread", "--threads", "4", "--workers", "2"]
    options = ["--no-control-socket", "--keep-alive", "60", "--log-level", "warning", "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen([*command, *options, "portal.wsgi"], env=os.environ | {"LOG_LEVEL": "WARNING"})
    try:
        _wait(port)
        yield port
    finally:
        process.terminate()
        process.wait()


def _answer_probe() -> Probe:
    answers = Answer.objects.filter(application__state__in=SUPPLIER_WRITES, application__round__applications__gt=0)
    answer = answers.select_related("application").earliest("pk")
    writer = User.objects.filter(member__supplier=answer.application.supplier_id).earliest("pk")
    code = answer.item_code

    def form() -> dict[str, object]:
        answer.refresh_from_db()
        text = f"측정 {answer.version}"
        return {f"{code}-rating": "3.0", f"{code}-text": text, f"{code}-version": answer.version}

    path = reverse("answers:item", args=[answer.application.code, code])
    return Probe("supplier: saving one answer", writer, path, form, goal=15)


def _mark_probe() -> Probe:
    open_marks = Mark.objects.filter(sheet__closed_at=None, sheet__assignment__application__state="in_assessment")
    places = open_marks.filter(sheet__assignment__state="accepted", sheet__assignment__pledged_at__isnull=False)
    demo = places.filter(sheet__assignment__assessor__user__is_demo=True)
    mark = demo.select_related("sheet__assignment__application", "sheet__assignment__assessor__user").earliest("pk")
    place, code = mark.sheet.assignment, mark.item_code

    def form() -> dict[str, object]:
        mark.refresh_from_db()
        reason = f"측정 {mark.version}"
        return {f"{code}-rating": "3.0", f"{code}-reason": reason, f"{code}-version": mark.version}

    path = reverse("panels:mark", args=[place.application.code, code])
    return Probe("assessor: saving one mark", place.assessor.user, path, form, goal=15)


def _session_of(user: User) -> str:
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return str(store.session_key)


def _wait(port: int) -> None:
    for _try in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server does not answer")
