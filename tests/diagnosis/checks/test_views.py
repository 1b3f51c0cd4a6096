import pytest
from django.core.cache import caches
from django.urls import reverse

from applications import clock
from diagnosis.certificates.numbers import draw, grouped
from diagnosis.checks.limits import CHECKS
from tests.factories.certificates import make_certificate
from tests.factories.outcomes import make_outcome
from tests.factories.rulings import make_ruling
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db

DEAD_REDIS = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": "redis://127.0.0.1:1/0",
        "OPTIONS": {"socket_connect_timeout": 1},
    }
}


@pytest.fixture
def stopped_clock(monkeypatch):
    """All requests of a test fall into one minute, however long they take."""
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)


def address(number: str) -> str:
    return reverse("checks:number", args=[number])


def test_a_typed_number_leads_to_its_answer(client):
    certificate = make_certificate(make_outcome(supplier=make_supplier(name="다온제어시스템")))

    page = client.get(reverse("checks:start"), {"number": certificate.printed_number.lower()}, follow=True)

    assert page.redirect_chain == [(address(certificate.number), 302)]
    said = page.content.decode()
    assert "유효한 확인서예요" in said
    assert "다온제어시스템" in said
    assert f"{certificate.outcome.total}" not in said


def test_a_slip_is_said_next_to_the_field(client):
    page = client.get(reverse("checks:start"), {"number": "AAAAAA-BBBBBB-CCCCCC", "on": "2026-11-01"}).content.decode()

    assert "확인서 번호가 아닙니다" in page
    assert "AAAAAA-BBBBBB-CCCCCC" in page
    assert "2026-11-01" in page


@pytest.mark.parametrize("number", ["drawn", "0", "가" * 200, "../../etc/passwd", "%00"])
def test_an_unknown_number_is_not_found(client, number):
    number = grouped(draw()) if number == "drawn" else number

    assert client.get(f"/check/{number}/").status_code == 404


def test_any_day_may_be_asked_for_and_an_impossible_one_means_today(client):
    certificate = make_certificate()
    on = {"on": "2020-01-01"}

    assert "아직 효력이 없어요" in client.get(address(certificate.number), on).content.decode()
    assert "유효한 확인서예요" in client.get(address(certificate.number), {"on": "어제"}).content.decode()


def test_programs_are_answered_with_data_at_the_same_address(client):
    certificate = make_certificate()
    make_ruling(certificate.outcome, clock.today())

    by_name = client.get(reverse("checks:data", args=[certificate.printed_number]))
    by_kind = client.get(address(certificate.number), headers={"Accept": "application/json"})

    assert by_name.json() == by_kind.json()
    told = by_name.json()
    assert (told["state"], told["valid"], told["level"]) == ("revoked", False, certificate.outcome.level)
    assert (told["number"], told["sha256"]) == (certificate.printed_number, certificate.sha256)
    assert by_name["Access-Control-Allow-Origin"] == "*"
    assert "Accept" in by_kind["Vary"]
    assert [name for name in ("total", "base", "reason") if name in told] == []


def test_an_unknown_number_is_told_to_programs_as_a_problem(client):
    answer = client.get(f"/check/{draw()}.json")

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_other_sites_may_read_and_not_write(client):
    certificate = make_certificate()
    data = reverse("checks:data", args=[certificate.number])

    assert client.options(data)["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert client.post(data).status_code == 405
    assert "Access-Control-Allow-Origin" not in client.get(address(certificate.number))


@pytest.mark.usefixtures("stopped_clock")
def test_one_address_may_not_ask_without_end(client):
    certificate = make_certificate()
    data = reverse("checks:data", args=[certificate.number])

    first = [client.get(data).status_code for _each in range(CHECKS)]
    refused = client.get(data)

    assert set(first) == {200}
    assert (refused.status_code, refused["Retry-After"]) == (429, "60")
    assert client.get(data, REMOTE_ADDR="192.0.2.9").status_code == 200
    assert client.get(address(certificate.number)).status_code == 429


@pytest.mark.usefixtures("stopped_clock")
def test_checking_and_its_limit_go_on_while_redis_is_stopped(client, settings):
    settings.CACHES = DEAD_REDIS
    certificate = make_certificate()
    data = reverse("checks:data", args=[certificate.number])
    with pytest.raises(Exception, match=r"127\.0\.0\.1"):
        caches["default"].get("anything")

    answers = [client.get(data, REMOTE_ADDR="192.0.2.77").status_code for _each in range(CHECKS + 1)]

    assert (set(answers[:-1]), answers[-1]) == ({200}, 429)


def test_the_page_reads_little(client, django_assert_max_num_queries):
    certificate = make_certificate()

    with django_assert_max_num_queries(8):
        client.get(address(certificate.number))
