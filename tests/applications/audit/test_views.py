from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from applications.audit.models import Event
from applications.audit.queries import Wanted, events_for, narrowed
from applications.audit.services import Entry, record, record_all
from applications.people.models import User
from applications.roles import Role
from tests.factories.people import make_user


@pytest.fixture
def auditor(db: None, settings) -> User:
    settings.DEMO = True  # the second factor is tested elsewhere
    return make_user(Role.AUDITOR, is_demo=True)


@pytest.fixture
def page(auditor: User) -> Client:
    client = Client()
    client.force_login(auditor)
    return client


def text_of(response) -> str:
    return (b"".join(response.streaming_content) if response.streaming else response.content).decode()


def test_only_auditors_come_in(db, settings):
    settings.DEMO = True
    for role in set(Role) - {Role.SYSTEM}:
        client = Client()
        client.force_login(make_user(role, is_demo=True))
        expected = 200 if role == Role.AUDITOR else 403
        assert [client.get(path).status_code for path in ("/audit/", "/audit/verify/")] == [expected] * 2
    assert Client().get("/audit/").status_code == 302


def test_events_of_all_are_for_auditors_alone(auditor):
    record("application:A", "application.submit", by=None)

    assert events_for(auditor).count() == 1
    assert events_for(make_user(Role.AGENCY)).count() == 0


def test_filters_find_by_stream_verb_person_role_and_day(auditor):
    operator = make_user(Role.OPERATOR)
    at = datetime(2026, 6, 1, 15, 0, tzinfo=UTC)  # midnight in Korea: the beginning of 2 June
    record_all(
        [Entry("application:A", "application.accept", operator, at, {}), Entry("round:1", "round.opened", None, at, {})]
    )
    record("application:B", "application.submit", by=auditor)
    events = events_for(auditor)

    def found(**wanted) -> list[str]:
        return sorted(narrowed(events, Wanted(**wanted)).values_list("verb", flat=True))

    assert found(stream="application:") == ["application.accept", "application.submit"]
    assert found(stream="1") == ["round.opened"]
    assert found(verb="round.opened") == ["round.opened"]
    assert found(actor=operator.email) == found(actor=operator.name) == found(role="operator") == ["application.accept"]
    assert found(until=datetime(2026, 6, 1).date()) == []
    assert found(since=datetime(2026, 6, 2).date(), until=datetime(2026, 6, 2).date()) == [
        "application.accept",
        "round.opened",
    ]


def test_reading_is_itself_recorded_with_its_filters(page, auditor):
    page.get("/audit/?stream=application:A&page=2")

    event = Event.objects.get(stream="audit")
    assert (event.verb, event.actor_id, event.data) == (
        "audit.read",
        auditor.pk,
        {"page": "audit:list", "of": {}, "asked": {"stream": "application:A", "page": "2"}},
    )


def test_every_page_shown_to_an_auditor_is_recorded_and_no_refused_one(page, auditor):
    page.get("/rounds/")
    page.get("/cases/none-such/")
    page.get("/scoring/")

    seen = [event.data["page"] for event in Event.objects.filter(stream="audit").order_by("number")]
    assert seen == ["rounds:list", "scoring:list"]


def test_what_others_read_is_not_recorded(db, client, settings):
    settings.DEMO = True
    client.force_login(make_user(Role.OPERATOR, is_demo=True))

    assert client.get("/cases/").status_code == 200
    assert Event.objects.filter(stream="audit").count() == 0


def test_faulty_filters_are_said_beside_their_field_and_the_others_hold(page):
    record("application:A", "application.submit", by=None)
    shown = text_of(page.get("/audit/?stream=application:A&since=2026-13-40"))

    assert "올바른 날짜" in shown or "날짜" in shown
    assert 'value="application:A"' in shown
    assert "종료일은 시작일과 같거나 뒤여야 합니다" in text_of(page.get("/audit/?since=2026-06-02&until=2026-06-01"))
    assert page.get("/audit/?verb=nothing&page=x&role=%00").status_code == 200


def test_data_with_any_keys_is_shown_and_escaped(page):
    record("application:A", "sheet.closed", by=None, data={"items": 12, "keys": "<script>", "a b": [1]})
    shown = text_of(page.get("/audit/"))

    assert "항목 수: 12" in shown
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown


def test_the_list_costs_the_same_for_ten_and_for_many(page):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert page.get("/audit/").status_code == 200
        return len(queries)

    actors = [make_user(Role.OPERATOR) for _ in range(5)]
    now = datetime(2026, 6, 1, tzinfo=UTC)
    record_all([Entry(f"application:{number}", "a.b", actors[number % 5], now, {}) for number in range(10)])
    cost()
    few = cost()
    record_all([Entry(f"application:{number}", "a.b", actors[number % 5], now, {}) for number in range(2510)])

    assert cost() == few <= 15


def test_the_check_streams_its_progress_and_its_verdict(page, auditor):
    for number in range(3):
        record("application:A", "application.moved", by=None, data={"n": number})
    response = page.post("/audit/verify/", {"stream": ""})

    assert response.streaming
    assert "모든 기록이 이어져요" in text_of(response)
    assert Event.objects.get(verb="audit.verified").actor_id == auditor.pk


def test_the_check_names_the_first_event_that_does_not_hold(page):
    for number in range(3):
        record("application:A", "application.moved", by=None, data={"n": number})
    record("application:B", "application.moved", by=None)
    Event.objects.filter(stream="application:A", number=2).update(data={"n": 9})

    shown = text_of(page.post("/audit/verify/", {"stream": "application:A"}))
    assert "신청 A" in shown
    assert '<td class="num">2</td>' in shown
    assert "모든 기록이 이어져요" in text_of(page.post("/audit/verify/", {"stream": "application:B"}))


def test_opening_the_home_is_recorded_and_tells_the_last_check(page):
    text_of(page.post("/audit/verify/", {"stream": ""}))
    shown = text_of(page.get("/home/"))

    assert "모두 이어짐" in shown
    assert Event.objects.filter(verb="audit.read", data__page="workspace").count() == 1


def test_a_check_takes_the_number_alone_and_refuses_one_that_nothing_was_written_about(page):
    record("application:A", "application.moved", by=None)

    found = text_of(page.post("/audit/verify/", {"stream": "A"}))
    refused = text_of(page.post("/audit/verify/", {"stream": "B"}))

    assert "대상 1개, 기록 1건의 지문이 모두 맞아요." in found
    assert "이 대상의 기록이 없습니다." in refused
    assert Event.objects.filter(verb="audit.verified").count() == 1
