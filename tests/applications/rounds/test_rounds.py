from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from applications.filing.workflow import State
from applications.rounds.models import Round
from applications.rounds.queries import call_of, calls, open_rounds, phase_of, seats_taken
from tests.factories.filing import make_application
from tests.factories.people import make_member
from tests.factories.rounds import make_round
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def test_the_opening_instant_counts_and_the_closing_instant_does_not():
    round_ = make_round()
    instants = [round_.opens_at - SECOND, round_.opens_at, round_.closes_at - SECOND, round_.closes_at]

    assert [phase_of(round_, at) for at in instants] == ["upcoming", "open", "open", "closed"]
    assert [open_rounds(at).count() for at in instants] == [0, 1, 1, 0]


def test_seats_are_counted_by_round_and_track():
    round_, other = make_round(seats=3), make_round("2025-1", seats=9)
    for number, holds in enumerate((True, True, False), 1):
        seat = {"holds_seat": holds, "order_number": number, "state": State.SEATED}
        make_application(supplier=make_supplier(), round_=round_, **seat)
    make_application(supplier=make_supplier(), round_=round_, track="MFG_AI", holds_seat=True, order_number=1)
    make_application(supplier=make_supplier(), round_=round_)
    make_application(supplier=make_supplier(), round_=other, holds_seat=True, order_number=1)

    integrated, ai = call_of(round_, round_.opens_at).offers

    assert (integrated.seats, integrated.taken, integrated.filed, integrated.left) == (3, 2, 3, 1)
    assert (ai.taken, ai.filed, ai.left) == (1, 1, 2)
    assert seats_taken(other, "INTEGRATED") == 1


def test_fees_and_types_come_from_the_scheme():
    first, second = make_round(), make_round("2026-2")

    integrated, ai = call_of(first, first.opens_at).offers

    assert (integrated.track.fee.company_krw, integrated.track.fee.government_krw) == (250_000, 1_000_000)
    assert (ai.track.fee.company_krw, ai.track.fee.government_krw) == (180_000, 720_000)
    assert integrated.supplier_types == ("스마트제조", "스마트서비스")
    assert call_of(second, second.opens_at).offers[0].supplier_types == ("스마트제조", "스마트서비스", "스마트공방")


def test_the_list_costs_the_same_for_any_number_of_rounds(client):
    counts = []
    for years in (range(2026, 2027), range(2020, 2024), range(1960, 2015)):
        for year in years:
            make_round(f"{year}-1")
        calls(Round.objects.all(), timezone.now())
        with CaptureQueriesContext(connection) as seen:
            assert client.get(reverse("rounds:list")).status_code == 200
        counts.append(len(seen))

    assert len(set(counts)) == 1
    assert counts[0] <= 15


def test_a_round_tells_exact_instants_fees_and_seats(client):
    round_ = make_round(
        seats=7, opens_at=datetime(2026, 4, 27, 0, 0, tzinfo=UTC), closes_at=datetime(2999, 5, 29, 9, 0, tzinfo=UTC)
    )

    page = client.get(reverse("rounds:detail", args=[round_.code])).content.decode()

    for told in ("2026-04-27 (월) 09:00", "2999-05-29 (수) 18:00", "₩250,000", "₩1,000,000", "₩180,000", "7개사"):
        assert told in page
    assert reverse("account_signup") in page


@pytest.mark.parametrize(("open_now", "offered"), [(True, True), (False, False)])
def test_a_supplier_may_start_while_the_round_is_open(client, open_now, offered):
    round_ = make_round(open_now=open_now)
    client.force_login(make_member(make_supplier()))

    page = client.get(reverse("rounds:detail", args=[round_.code])).content.decode()

    assert (f'action="{reverse("submissions:start")}"' in page) is offered


def test_a_round_that_never_was_is_not_found(client):
    assert client.get(reverse("rounds:detail", args=["1999-1"])).status_code == 404
