"""Every address with what no browser sends: the answer is a page or a refusal, on either database, never a fault."""

import re
import uuid
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import product

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path, reverse
from django.urls.converters import IntConverter, SlugConverter, UUIDConverter

from applications import clock
from applications.documents.models import Document, DocumentVersion
from applications.filing.models import Application
from applications.filing.workflow import MOVES, State
from applications.jobs.models import Job
from applications.people.models import User
from applications.roles import PEOPLE, Role
from applications.rounds.models import Round
from applications.seats.services import bill
from applications.suppliers.models import PoolState, Supplier
from applications.suppliers.pool import POOL_MOVES
from diagnosis.answers.models import Evidence
from diagnosis.batches.models import Batch
from diagnosis.panels.models import Assessor, Assignment, Interest
from diagnosis.scoring.models import ScoringRun
from grading.load import scheme_codes
from portal.urls import urlpatterns as ours
from tests.factories.answers import make_answers, make_evidence
from tests.factories.filing import make_application
from tests.factories.outcomes import make_outcome
from tests.factories.panels import fill, make_assessor, make_assignment, make_sheet, sit
from tests.factories.people import make_member, make_user
from tests.factories.rounds import make_round
from tests.factories.suppliers import make_supplier
from tests.portal.test_permissions import ROUTES, table

pytestmark = pytest.mark.django_db
NASTY = (
    "a\0b",
    "9" * 40,
    "9" * 5000,
    "²",
    "0001-01-01T00:00",
    "9999-12-31T23:59",
    "0001-01-01",
    "9999-12-31",
    "가" * 100,
    "a\r\nb",
    "\u202e글자😀\ufffe",
    "[" * 3000,
    "3.0",
)
# Where a database stumbles it is over a NUL, a number or a day too large for a column, or a text too long for it; the
# rest never reaches one. PostgreSQL, the stricter of the two, gets everything.
SENT_HERE = NASTY if connection.vendor == "postgresql" else ("a\0b", "9" * 40, "9999-12-31", "[" * 3000)
ASKED = ("page", "q", "round", "track", "state", "todo", "order", "level", "standing", "stream", "verb", "actor")
ASKED_TOO = ("role", "since", "until", "all", "next", "business_number")
SENT = ("round", "track", "reason", "notice", "remove", "at", "close", "opinion", "code", "paid_on", "assessors")
SENT_TOO = ("2.1.1-version", "2.1.1-rating", "2.1.1-text", "2.1.1-reason", "consent-personal", "text", "next", "action")
FIELD = re.compile(r'<(?:input|select|textarea|button)\b[^>]*?\sname="([^"]+)"')
ON_EVERY_PAGE = {"csrfmiddlewaretoken", "language", "next", "text", "contrast"}
LINE = (Role.SUPPLIER, Role.OPERATOR, Role.ASSESSOR, Role.AGENCY, Role.MINISTRY, Role.AUDITOR)
PARTS = {Role.SUPPLIER: 4, Role.OPERATOR: 4, Role.AGENCY: 2}  # what is long is shared out among the test processes
SHARES = [(role, part) for role in LINE for part in range(PARTS.get(role, 1))]
ENDS_THE_VISIT = {"account_logout", "account_inactive"}


def world() -> dict[str, User]:
    """Somebody of every role, and things in the states in which their pages take input."""
    round_, supplier = make_round(), make_supplier()
    round_.tracks.update(last_order_number=9)
    people: dict[str, User] = {role: make_user(role) for role in PEOPLE - {Role.SUPPLIER}}
    people[Role.SUPPLIER] = make_member(supplier)
    draft = make_application(supplier=supplier, round_=round_)
    make_answers(draft)
    make_evidence(draft)
    for number, state in enumerate((State.SUBMITTED, State.PAID, State.OBJECTED), 1):
        make_application(round_=round_, state=state, order_number=number, arrived_at=clock.now())
    billed = make_application(round_=round_, state=State.SEATED, order_number=5, holds_seat=True)
    bill(billed, by=None)
    assessor = make_assessor(user=people[Role.ASSESSOR])
    fill(make_sheet(sit(make_application(round_=round_, state=State.IN_ASSESSMENT), assessor)))
    asked = make_application(round_=round_, state=State.PAID)
    make_assignment(asked, assessor)
    sit(asked, interest=Interest.UNSURE)
    make_outcome(round_=round_, supplier=supplier, track="MFG_AI")
    make_outcome(round_=round_, published=False)
    make_supplier(pool_state=PoolState.SUBMITTED)
    return people


def addresses_of(name: str) -> list[tuple[str, Hashable]]:
    """A route's addresses, each with its kind: one for each thing it could be about, and some about nothing."""
    converters = ROUTES[name][1].pattern.converters
    names = list(converters)
    if not names:
        return [(reverse(name), ())]
    hostile = [
        {one: MADE_UP.get(kind.__class__, FIXED.get(one, word)) for one, kind in converters.items()}
        for word in ("a\0b", "가" * 300, "9" * 40)
    ]
    every = [*_known(name, names), *hostile]
    return [(reverse(name, kwargs=one), tuple(one.get(word) for word in KINDS)) for one in every]


def _known(name: str, names: list[str]) -> list[dict[str, object]]:
    space = name.partition(":")[0]
    things = THINGS | {"pk": NUMBERS.get(space, list)}
    if space in CODES or name in CODES:
        things |= {"code": CODES[name if name in CODES else space]}
    return [dict(zip(names, values, strict=True)) for values in product(*(things.get(one, list)() for one in names))]


KINDS = ("name", "move", "section", "item")  # these words of an address choose the form, the others the thing
MADE_UP: dict[type, object] = {IntConverter: 10**30, UUIDConverter: uuid.uuid4(), SlugConverter: "none"}
FIXED = {"uidb36": "1"}  # a pattern of the log-in package
Known = Callable[[], Iterable[object]]
THINGS: dict[str, Known] = {
    "code": lambda: Application.objects.values_list("code", flat=True),
    "number": lambda: Supplier.objects.values_list("business_number", flat=True),
    "key": lambda: [
        *Document.objects.values_list("key", flat=True),
        *DocumentVersion.objects.values_list("key", flat=True),
    ],
    "job_id": lambda: Job.objects.values_list("pk", flat=True),
    "name": lambda: [move.name for move in MOVES],
    "move": lambda: [move.name for move in POOL_MOVES],
    "section": lambda: ["2"],
    "item": lambda: ["2.1.1"],
}
NUMBERS: dict[str, Known] = {
    "answers": lambda: Evidence.objects.values_list("pk", flat=True),
    "panels": lambda: [
        *Assignment.objects.values_list("pk", flat=True),
        *Assessor.objects.values_list("pk", flat=True),
    ],
    "batches": lambda: Batch.objects.values_list("pk", flat=True),
    "people": lambda: User.objects.values_list("pk", flat=True)[:3],
}
CODES: dict[str, Known] = {
    "rounds": lambda: Round.objects.values_list("code", flat=True),
    "batches:start": lambda: Round.objects.values_list("code", flat=True),
    "scoring": lambda: ScoringRun.objects.values_list("code", flat=True),
    "scoring:start": lambda: Round.objects.values_list("code", flat=True),
    "schemes": scheme_codes,
}


def doors_of(role: str) -> list[str]:
    """The routes that a role tries: its home, and those of its routes that none before it in the line may enter."""
    before = set(LINE[: LINE.index(role)])
    who = {name: people for name, (_address, people) in table().items()}
    own = {name for name, people in who.items() if role in people and not people & before}
    everybodys = {name for name, people in who.items() if people & {"public", "log-in package"}}
    return sorted((own | {"workspace"} | (everybodys if not before else set())) - ENDS_THE_VISIT)


def knock(client: Client, method: str, address: str, said: dict[str, object]) -> tuple[str, HttpResponse | None]:
    """The fault that a request ends in, empty for none, with the answer; what it did is undone."""
    with transaction.atomic():
        try:
            answer = getattr(client, method)(address, said)
            answer.getvalue()  # a page that is sent in pieces is made only now, and a file is closed
        except Exception as fault:
            return f"{type(fault).__name__} {method} {address[:60]!a} {str(next(iter(said.values()), ''))[:12]!a}", None
        finally:
            transaction.set_rollback(True)
    return "", answer


def is_refused(answer: HttpResponse | None) -> bool:
    """Whether nothing was there to read for this person; after a fault nothing was either."""
    return answer is None or answer.status_code in (403, 404)


class Turns:
    """What is sent to the things of a route: to the first two of a kind everything, to each further one two in turn."""

    def __init__(self) -> None:
        self.met: Counter[Hashable] = Counter()

    def of(self, kind: Hashable) -> Sequence[str]:
        number = self.met[kind]
        self.met[kind] += 1
        start = 2 * number % len(SENT_HERE)
        return SENT_HERE if number < 2 else (*SENT_HERE, *SENT_HERE)[start : start + 2]


def faults_at(client: Client, address: str, turns: Turns, kind: Hashable = ()) -> Iterator[str]:
    """Each fault that something nasty, asked of or sent to an address, ends in."""
    fault, plain = knock(client, "get", address, {})
    yield fault
    if is_refused(plain):
        return
    html = "" if plain.streaming else plain.content.decode(errors="replace")
    fields = {*FIELD.findall(html)} - ON_EVERY_PAGE
    takes_forms_alone = plain.status_code == 405
    fault, answer = knock(client, "post", address, {})
    yield fault
    # A page without a form of its own can hardly stumble over what is sent to it; what is refused is not read.
    reads = not is_refused(answer) if takes_forms_alone else bool(fields)
    for nasty in turns.of((kind, frozenset(fields))) if reads else SENT_HERE[:2]:
        if not takes_forms_alone:
            yield knock(client, "get", address, dict.fromkeys((*ASKED, *ASKED_TOO), nasty))[0]
        file = {"2.1.1-files": SimpleUploadedFile("x.pdf", nasty.encode())}
        yield knock(client, "post", address, dict.fromkeys({*fields, *SENT, *SENT_TOO}, nasty) | file)[0]


def faults_behind(client: Client, name: str) -> list[str]:
    """Each fault of a route."""
    turns = Turns()
    return [fault for address, kind in addresses_of(name) for fault in faults_at(client, address, turns, kind) if fault]


@pytest.mark.parametrize(("role", "part"), SHARES)
def test_nothing_that_is_sent_makes_a_fault(role, part):
    client = Client()
    client.force_login(world()[role])

    assert [fault for name in doors_of(role)[part :: PARTS.get(role, 1)] for fault in faults_behind(client, name)] == []


@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "messages", "display", "django_language"])
def test_a_nul_in_a_cookie_makes_no_fault(name):
    visitor = Client(headers={"Cookie": f'{name}="abc\\000defghijkl"'})

    assert visitor.get("/home/").status_code == 302


def careless(request: HttpRequest) -> HttpResponse:
    """What a page must not be: sure that a number is a number."""
    return HttpResponse(f'<input type="text" name="number" value="{int(request.POST.get("number", "1"))}">')


urlpatterns = [path("careless/", careless), *ours]


@pytest.mark.urls(__name__)
def test_control_a_careless_page_is_found_out():
    found = list(filter(None, faults_at(Client(), "/careless/", Turns())))

    assert {fault.partition(" ")[0] for fault in found} == {"ValueError"}
