from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from applications import clock
from applications.audit.models import Event
from applications.people.models import User
from applications.roles import PEOPLE, Role
from applications.rounds.models import Round, RoundTrack
from applications.rounds.quotas import allowances
from applications.rounds.services import (
    ChangedMeanwhile,
    ClosesInThePast,
    CodeTaken,
    NotPublished,
    edit_round,
    open_round,
)
from grading.load import load_scheme
from grading.values import Scheme
from tests.factories.people import make_user
from tests.factories.rounds import make_round

pytestmark = pytest.mark.django_db
NEW = "/rounds/new/?scheme=2026-1&round=2026-2"
GIVEN = {
    "code": "2026-2",
    "name": "2026년 2차",
    "opens_at": "2998-08-03T09:00",
    "closes_at": "2998-09-04T18:00",
    "seats_INTEGRATED": "50",
    "seats_MFG_AI": "25",
}
DAY = timedelta(days=1)


def planned(**fields: object) -> Round:
    now = clock.now().replace(microsecond=0)
    return make_round(opens_at=now + DAY, closes_at=now + 20 * DAY, **fields)


def values_of(round_: Round, **changes: str) -> dict[str, str]:
    instants = {name: timezone.localtime(getattr(round_, name)) for name in ("opens_at", "closes_at")}
    written = {name: at.strftime("%Y-%m-%dT%H:%M") for name, at in instants.items()}
    return written | {"name": round_.name, "reason": "공고 정정"} | changes


def edit(round_: Round, *, by: User, **changes: object) -> Round:
    same = {"name": round_.name, "opens_at": round_.opens_at, "closes_at": round_.closes_at, "reason": "공고 정정"}
    return edit_round(round_, by=by, **(same | changes))


def open_by_hand(scheme: Scheme | None = None, **changes: object) -> Round:
    now = clock.now()
    given = {"code": "2026-2", "name": "2차", "opens_at": now + DAY, "closes_at": now + 2 * DAY}
    seats = {"INTEGRATED": 0, "MFG_AI": 0}
    return open_round(
        scheme or load_scheme("2026-1"), **(given | {"seats": seats, "by": make_user(Role.AGENCY)} | changes)
    )


def test_only_the_agency_opens_and_edits(client):
    address = reverse("rounds:edit", args=[planned().code])
    for role in PEOPLE:
        client.force_login(make_user(role))
        expected = 200 if role == Role.AGENCY else 403
        assert (client.get(NEW).status_code, client.get(address).status_code) == (expected, expected)


def test_the_agency_opens_a_round_after_a_scheme_with_one_event(client):
    client.force_login(make_user(Role.AGENCY))

    answer = client.post(NEW, GIVEN)

    scheme, round_, event = load_scheme("2026-1"), Round.objects.get(), Event.objects.get()
    assert answer["Location"] == reverse("rounds:detail", args=["2026-2"])
    assert (round_.year, round_.scheme_code, round_.scheme_digest) == (2026, "2026-1", scheme.digest)
    assert round_.opens_at == datetime(2998, 8, 3, 0, 0, tzinfo=UTC)
    assert round_.closes_at == datetime(2998, 9, 4, 9, 0, tzinfo=UTC)
    assert dict(round_.tracks.values_list("track", "seats")) == {"INTEGRATED": 50, "MFG_AI": 25}
    assert (event.stream, event.verb) == ("round:2026-2", "round.opened")
    assert event.data["seats"] == {"INTEGRATED": 50, "MFG_AI": 25}


def test_the_schemes_figures_are_the_defaults_and_assumptions_are_marked(client):
    client.force_login(make_user(Role.AGENCY))

    page = client.get("/rounds/new/?scheme=2026-1&round=2026-1")

    draft, text = page.context["draft"], page.content.decode()
    assert draft.assumed == ("opens_time", "closes_time")
    for told in (
        'value="2026-1"',
        'value="2026-04-27T09:00"',
        'value="2026-05-29T18:00"',
        'value="450"',
        'value="175"',
    ):
        assert told in text
    assert text.count("가정</") >= 2


def test_a_silent_scheme_gives_no_dates_and_an_odd_address_the_first_draft(client):
    client.force_login(make_user(Role.AGENCY))

    silent = client.get(NEW).context["form"]
    free = client.get("/rounds/new/?scheme=2026-1&round=none").context["draft"]
    first = client.get("/rounds/new/?scheme=../x").context["draft"]

    assert silent.initial["opens_at"] is None
    assert (free.scheme.code, free.announced) == ("2026-1", None)
    assert (first.scheme.code, first.announced.code) == ("2026-1", "2026-1")


def test_rounds_that_are_open_are_no_longer_offered(client):
    make_round("2026-1")
    client.force_login(make_user(Role.AGENCY))

    offered = client.get("/rounds/new/").context["drafts"]

    assert [one.announced.code for one in offered if one.announced] == ["2026-2"]


def test_the_years_quota_is_shared_by_its_rounds(client):
    first = make_round("2026-1", seats=100)
    make_round("2025-1", seats=900)
    client.force_login(make_user(Role.AGENCY))

    left = allowances(load_scheme("2026-1"), year=2026, code="2026-2")
    refused = client.post(NEW, GIVEN | {"seats_INTEGRATED": "351"})
    none_opened = Round.objects.filter(code="2026-2").exists()
    exact = client.post(NEW, GIVEN | {"seats_INTEGRATED": "350", "seats_MFG_AI": "75"})

    assert {code: (one.elsewhere, one.left) for code, one in left.items()} == {
        "INTEGRATED": (100, 350),
        "MFG_AI": (100, 75),
    }
    assert (refused.status_code, none_opened, exact.status_code) == (422, False, 302)
    assert (
        "모집 규모는 450개사입니다. 다른 회차에 100개사를 두었으므로 이 회차에는 350개사까지"
        in refused.content.decode()
    )
    assert allowances(load_scheme("2026-1"), year=2026, code=first.code)["INTEGRATED"].left == 100


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"code": "2026-1"}, "이미 있는 회차 번호입니다."),
        ({"code": "26-2"}, "연도와 차수로 적어 주세요."),
        ({"code": "2026-0"}, "연도와 차수로 적어 주세요."),
        ({"code": "２０２６-2"}, "연도와 차수로 적어 주세요."),
        ({"code": "2024-1"}, "2026년부터 쓸 수 있습니다."),
        ({"name": ""}, "필수 항목입니다."),
        ({"closes_at": "2020-01-01T00:00"}, "이미 지난 시각으로 마감할 수 없습니다."),
        ({"opens_at": "2999-01-01T00:00"}, "마감은 시작보다 늦어야 합니다."),
        ({"closes_at": "내일"}, "올바른 날짜/시각을 입력하세요"),
        ({"seats_INTEGRATED": "-1"}, "0 이상"),
        ({"seats_INTEGRATED": "스무"}, "정수를 입력하세요"),
        ({"seats_INTEGRATED": "9" * 30}, "까지 둘 수 있습니다."),
    ],
)
def test_wrong_values_open_nothing_and_are_refused_beside_their_field(client, changes, sentence):
    make_round("2026-1", seats=0)
    client.force_login(make_user(Role.AGENCY))

    answer = client.post(NEW, GIVEN | changes)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert 'value="2998-08-03T09:00"' in page or "opens_at" in changes
    assert (Round.objects.count(), Event.objects.count()) == (1, 0)


def test_nothing_is_opened_after_a_closed_scheme(client):
    client.force_login(make_user(Role.AGENCY))

    offered = client.get("/rounds/new/?scheme=2025-1&round=2025-1").context["drafts"]

    assert {one.scheme.code for one in offered} == {"2026-1"}
    with pytest.raises(NotPublished):
        open_by_hand(load_scheme("2025-1"), seats={"INTEGRATED": 0})
    assert Round.objects.count() == 0


def test_a_code_taken_in_the_meantime_is_the_same_refusal():
    make_round("2026-2", seats=0)

    with pytest.raises(CodeTaken):
        open_by_hand()

    assert Event.objects.count() == 0


def test_no_round_is_opened_that_is_over():
    with pytest.raises(ClosesInThePast):
        open_by_hand(opens_at=clock.now() - 2 * DAY, closes_at=clock.now() - DAY)

    assert RoundTrack.objects.count() == 0


def test_the_form_costs_the_same_for_any_number_of_rounds(client):
    client.force_login(make_user(Role.AGENCY))
    counts = []
    for years in (range(2026, 2027), range(2000, 2025)):
        for year in years:
            make_round(f"{year}-1")
        with CaptureQueriesContext(connection) as seen:
            assert client.get(NEW).status_code == 200
        counts.append(len(seen))

    assert len(set(counts)) == 1
    assert counts[0] <= 15


def test_a_planned_round_is_edited_with_one_event(client):
    round_ = planned()
    client.force_login(make_user(Role.AGENCY))

    client.post(
        reverse("rounds:edit", args=[round_.code]), values_of(round_, name="1차 모집", closes_at="2999-05-29T18:00")
    )

    stored, event = Round.objects.get(), Event.objects.get()
    assert (stored.name, stored.closes_at) == ("1차 모집", datetime(2999, 5, 29, 9, 0, tzinfo=UTC))
    assert (event.verb, event.data["reason"]) == ("round.edited", "공고 정정")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"closes_at": "2020-01-01T00:00"}, "이미 지난 시각으로 마감할 수 없습니다."),
        ({"opens_at": "2999-01-01T00:00"}, "마감은 시작보다 늦어야 합니다."),
        ({"reason": ""}, "사유를 적어 주세요."),
        ({"name": ""}, "필수 항목입니다."),
    ],
)
def test_wrong_edits_change_nothing(client, changes, sentence):
    round_ = planned()
    client.force_login(make_user(Role.AGENCY))

    answer = client.post(reverse("rounds:edit", args=[round_.code]), values_of(round_, **changes))

    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert Event.objects.count() == 0


@pytest.mark.parametrize("open_now", [True, False])
def test_a_round_that_has_opened_is_not_edited(client, open_now):
    round_ = make_round(open_now=open_now)
    client.force_login(make_user(Role.AGENCY))

    answer = client.post(reverse("rounds:edit", args=[round_.code]), values_of(round_, closes_at="2999-05-29T18:00"))

    assert answer.status_code == 403
    assert "접수를 시작한 회차의 일정은 고칠 수 없습니다" in answer.content.decode()
    with pytest.raises(ChangedMeanwhile):
        edit(round_, by=make_user(Role.AGENCY), closes_at=clock.now() + 99 * DAY)
    assert Round.objects.get().closes_at == round_.closes_at


def test_a_round_does_not_close_in_the_past():
    with pytest.raises(ClosesInThePast):
        edit(planned(), by=make_user(Role.AGENCY), closes_at=clock.now() - DAY)


def test_the_slower_of_two_editors_is_told():
    round_, agency = planned(), make_user(Role.AGENCY)
    stale = Round.objects.get(pk=round_.pk)
    later = round_.closes_at + DAY
    edit(round_, by=agency, closes_at=later)

    with pytest.raises(ChangedMeanwhile):
        edit(stale, by=agency, closes_at=later + DAY)

    assert Round.objects.get().closes_at == later
