"""Starting: who may, and the reason for everybody else before the button."""

from datetime import timedelta

import pytest

from applications import clock
from applications.filing.models import Application
from applications.rounds.models import RoundTrack
from applications.suppliers.models import PoolState, Standing, SupplierType
from tests.factories.filing import make_application
from tests.factories.people import make_member, make_user
from tests.factories.rounds import make_round
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db
START = {"round": "2026-1", "track": "INTEGRATED"}


@pytest.fixture
def open_round():
    return make_round()


def as_member(client, *, standing=Standing.OWNER, **supplier):
    user = make_member(make_supplier(**supplier), standing)
    client.force_login(user)
    return user


def test_an_eligible_company_starts_once_however_often_it_clicks(client, open_round):
    user = as_member(client)
    assert "신청 시작하기" in client.get("/applications/").content.decode()

    answers = [client.post("/applications/start/", START) for _click in range(2)]

    application = Application.objects.get()
    assert [answer["Location"] for answer in answers] == [f"/applications/{application.code}/"] * 2
    assert (application.supplier, application.track, application.state) == (user.member.supplier, "INTEGRATED", "draft")


def test_both_tracks_are_started_side_by_side(client, open_round):
    as_member(client)

    for track in ("INTEGRATED", "MFG_AI"):
        client.post("/applications/start/", START | {"track": track})

    assert sorted(Application.objects.values_list("track", flat=True)) == ["INTEGRATED", "MFG_AI"]


REFUSALS = [
    ({"pool_state": PoolState.SUBMITTED}, "POOL에 승인된 기업만"),
    ({"pool_state": PoolState.SUSPENDED}, "POOL에 승인된 기업만"),
    ({"supplier_type": SupplierType.SMART_WORKSHOP}, "지원 대상은 스마트제조, 스마트서비스"),
    ({"standing": Standing.VIEWER}, "열람 권한만"),
]


@pytest.mark.parametrize(("company", "reason"), REFUSALS)
def test_a_no_is_told_before_the_button_and_holds_behind_it(client, open_round, company, reason):
    as_member(client, **company)

    page = client.get("/applications/").content.decode()
    answer = client.post("/applications/start/", START)

    assert reason in page
    assert answer.status_code == 403
    assert reason in answer.content.decode()
    assert not Application.objects.exists()


def test_a_workshop_is_taken_where_the_scheme_says_so(client):
    make_round("2026-2")
    as_member(client, supplier_type=SupplierType.SMART_WORKSHOP)

    client.post("/applications/start/", START | {"round": "2026-2"})

    assert Application.objects.get().round.code == "2026-2"


def test_a_round_to_come_is_shown_with_its_instant_and_not_startable(client):
    now = clock.now()
    make_round(opens_at=now + timedelta(days=1), closes_at=now + timedelta(days=2))
    as_member(client)

    assert "부터 신청할 수 있습니다" in client.get("/applications/").content.decode()
    assert client.post("/applications/start/", START).status_code == 403


def test_a_closed_round_is_not_startable(client):
    make_round(open_now=False)
    as_member(client)

    answer = client.post("/applications/start/", START)

    assert answer.status_code == 403
    assert "접수가 마감되었습니다" in answer.content.decode()


def test_a_person_without_a_company_is_told(client, open_round):
    client.force_login(make_user())

    assert client.get("/applications/").status_code == 200
    answer = client.post("/applications/start/", START)
    assert answer.status_code == 403
    assert "소속된 기업이 없습니다" in answer.content.decode()


@pytest.mark.parametrize("change", [{"round": "1999-1"}, {"track": "NONE"}, {"round": ""}])
def test_unknown_rounds_and_tracks_are_not_found(client, open_round, change):
    as_member(client)

    assert client.post("/applications/start/", START | change).status_code == 404


def test_a_track_that_the_round_does_not_offer_is_not_found(client, open_round):
    RoundTrack.objects.filter(track="MFG_AI").delete()
    as_member(client)

    assert client.post("/applications/start/", START | {"track": "MFG_AI"}).status_code == 404


@pytest.mark.parametrize("path", ["", "review/", "receipt/", "move/withdraw_draft/"])
def test_another_company_finds_nothing(client, open_round, path):
    application = make_application(round_=open_round)
    as_member(client)

    assert client.get(f"/applications/{application.code}/{path}").status_code == 404
    assert application.code not in client.get("/applications/").content.decode()


@pytest.mark.parametrize("rounds", [1, 4])
def test_the_list_costs_the_same_queries_whatever_it_holds(client, rounds, django_assert_max_num_queries):
    supplier = make_supplier()
    client.force_login(make_member(supplier))
    for round_ in [make_round(f"2026-{number}") for number in range(1, rounds + 1)]:
        for track in ("INTEGRATED", "MFG_AI"):
            make_application(supplier=supplier, round_=round_, track=track)

    with django_assert_max_num_queries(12):
        assert client.get("/applications/").status_code == 200
