import json
import logging
import sys

import pytest
from django.db import IntegrityError
from django.test import Client, RequestFactory

from portal.logs import JsonFormatter


def written(**extra: object) -> dict[str, object]:
    record = logging.LogRecord(
        "some.logger", logging.ERROR, __file__, 1, "It failed: %s", ("why",), extra.pop("exc", None)
    )
    record.__dict__.update(extra)
    return json.loads(JsonFormatter().format(record))


def test_a_record_is_one_line_of_json() -> None:
    line = written()

    assert (line["level"], line["logger"], line["message"]) == ("ERROR", "some.logger", "It failed: why")


def test_an_exception_is_named_without_its_text() -> None:
    try:
        raise IntegrityError("Key (email)=(person@example.kr) already exists.")
    except IntegrityError:
        line = written(exc=sys.exc_info())

    assert line["error"] == "IntegrityError"
    assert "test_logs.py" in str(line["trace"])
    assert "person@example.kr" not in json.dumps(line)


def test_a_request_is_named_without_its_path() -> None:
    line = written(request=RequestFactory().get("/accounts/password/reset/key/one-time-key/"))

    assert line["message"] == "GET (no route)"
    assert "one-time-key" not in json.dumps(line)


def test_each_answer_carries_a_number_of_its_own(client: Client) -> None:
    first, second = (client.get("/health/live")["X-Request-ID"] for _ in range(2))

    assert first != second


@pytest.mark.parametrize(("given", "is_taken"), [("a1b2c3d4-e5f6", True), ("x", False), ('"}\n{"level": "INFO', False)])
def test_a_number_given_by_the_proxy_is_kept_if_it_is_plain(client: Client, given: str, is_taken: bool) -> None:
    response = client.get("/health/live", headers={"X-Request-ID": given})

    assert (response["X-Request-ID"] == given) is is_taken


@pytest.mark.django_db
def test_a_request_is_logged_by_route_status_and_time(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="portal.requests"):
        client.get("/accounts/login/?next=/results/26-1-I-00001/")

    (record,) = [record for record in caplog.records if record.name == "portal.requests"]
    assert record.getMessage() == "GET accounts/login/"
    assert record.facts["status"] == 200


def test_a_failed_task_is_named_without_what_its_exception_quotes() -> None:
    record = logging.LogRecord("celery.app.trace", logging.ERROR, __file__, 1, "Task %(name)s: %(exc)s", (), None)
    record.args = {"name": "notices.deliver", "id": "7", "description": "raised unexpected", "exc": "person@example.kr"}

    line = json.loads(JsonFormatter().format(record))

    assert line["message"] == "task notices.deliver 7 raised unexpected"
