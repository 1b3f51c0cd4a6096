"""Rows written in bulk are the rows that one by one would be written."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from applications import rows
from applications.audit.models import Event, Stream
from diagnosis.scoring.models import Outcome
from tests.factories.outcomes import make_outcome

pytestmark = pytest.mark.django_db
NASTY = 'tab\there, line\nbreak, \\N back\\slash, return\r, "quotes", 한글, %s'
AT = datetime(2026, 5, 29, 9, 0, 0, 123456, tzinfo=UTC)
COLUMNS = ("stream", "number", "at", "actor_id", "actor_role", "verb", "data", "previous", "digest")


def event(**fields):
    values = {"stream": "a", "number": 1, "at": AT, "actor_id": None, "actor_role": "system", "verb": "v", "data": "{}"}
    values |= {"previous": "", "digest": "0" * 64} | fields
    return [values[name] for name in COLUMNS]


def test_every_kind_of_value_comes_back_as_it_was():
    rows.insert(Event, COLUMNS, [event(stream=NASTY[:80], actor_id=7, data='{"a": "b\\\\n\\n", "n": [1, null]}')])

    read = Event.objects.get()
    assert (read.stream, read.at, read.actor_id, read.data) == (NASTY[:80], AT, 7, {"a": "b\\n\n", "n": [1, None]})


def test_columns_without_a_value_get_their_default():
    made = make_outcome()
    columns = ("run_id", "application_id", "total", "valid_until", "published_at")
    run = type(made.run).objects.create(
        code="T-OTHER", round=made.run.round, scheme_code="x", scheme_digest="y", job=_job()
    )

    rows.insert(Outcome, columns, [(run.pk, made.application_id, "843.1", date(2027, 1, 2), AT)])

    read = Outcome.objects.get(run=run)
    assert (read.total, read.valid_until, read.published_at) == (Decimal("843.1"), date(2027, 1, 2), AT)
    assert (read.base, read.level, read.sections, read.current, read.confirmed_at) == (None, "", {}, False, None)


def _job():
    return make_outcome().run.job.__class__.objects.create(key="other", kind="x")


def test_a_row_that_is_refused_takes_the_others_with_it():
    rows.insert(Event, COLUMNS, [event()])

    with pytest.raises(IntegrityError), transaction.atomic():
        rows.insert(Event, COLUMNS, [event(number=2), event(number=1)])

    assert list(Event.objects.values_list("number", flat=True)) == [1]


def test_nothing_is_written_of_no_rows():
    rows.insert(Event, COLUMNS, [])
    rows.update(Stream, ["length"], [])

    assert Event.objects.count() == 0


def test_rows_are_changed_by_their_key_and_no_others():
    first, second, third = (Stream.objects.create(name=name, head="") for name in "abc")

    rows.update(Stream, ["length", "head"], [(first.pk, 5, "x"), (third.pk, 7, NASTY[:64])])

    assert list(Stream.objects.order_by("name").values_list("length", "head")) == [(5, "x"), (0, ""), (7, NASTY[:64])]
    assert Stream.objects.get(name="b") == second


def test_no_rows_are_no_work():
    rows.update(Stream, ["length", "head"], [])
    rows.insert(Event, COLUMNS, [])

    assert (Stream.objects.count(), Event.objects.count()) == (0, 0)


def test_names_are_found_whatever_is_written_in_them():
    names = [NASTY[:80], 'a"b', "c\\d", "e,f", "{g}", "NULL", "i"]
    for name in names:
        Stream.objects.create(name=name, head="")

    found = Stream.objects.filter(name__in=rows.among(names[:-1]))

    assert set(found.values_list("name", flat=True)) == set(names[:-1])
