import pytest
from django.core.management import CommandError, call_command

from applications.audit.models import Event, Stream
from applications.audit.services import record
from applications.audit.verification import CHANGED, HEADLESS, MISSING, TAIL, Break, verify


@pytest.fixture
def chain(db: None) -> None:
    """Two streams of five and three events, with every kind of value that data may hold."""
    for number in range(5):
        record(
            "application:A", "application.moved", by=None, data={"n": number, "names": {"나": 1, "가": [None, True]}}
        )
    for number in range(3):
        record("application:B", "application.moved", by=None, data={"text": '따옴표 " 와 줄\n바꿈', "n": str(number)})


def breaks(stream: str = "") -> list[Break]:
    *_, check = verify(stream)
    return check.breaks


def test_an_untouched_chain_is_whole(chain):
    *_, check = verify()

    assert (check.breaks, check.events, check.streams, check.total) == ([], 8, 2, 8)


def test_changed_data_is_found_at_its_event(chain):
    Event.objects.filter(stream="application:A", number=3).update(data={"n": 99})

    assert breaks() == [Break("application:A", 3, CHANGED)]


@pytest.mark.parametrize("column", [{"verb": "other"}, {"actor_id": 7}, {"actor_role": "agency"}])
def test_every_column_counts(chain, column):
    Event.objects.filter(stream="application:A", number=2).update(**column)

    assert breaks() == [Break("application:A", 2, CHANGED)]


def test_a_deleted_event_is_found_where_it_is_missing(chain):
    Event.objects.filter(stream="application:A", number=2).delete()

    assert breaks() == [Break("application:A", 2, MISSING)]


def test_a_deleted_event_with_the_rest_renumbered_is_found(chain):
    Event.objects.filter(stream="application:A", number=2).delete()
    for number in (3, 4, 5):
        Event.objects.filter(stream="application:A", number=number).update(number=number - 1)

    assert breaks() == [Break("application:A", 2, MISSING)]


def test_a_deleted_tail_is_found_by_the_head(chain):
    Event.objects.filter(stream="application:A", number__gte=4).delete()

    assert breaks() == [Break("application:A", 4, TAIL)]


def test_a_stream_deleted_whole_is_found(chain):
    Event.objects.filter(stream="application:B").delete()

    assert breaks() == [Break("application:B", 1, TAIL)]


def test_a_stream_without_its_head_is_found(chain):
    Stream.objects.filter(name="application:B").delete()

    assert breaks() == [Break("application:B", 1, HEADLESS)]


def test_the_first_break_of_each_stream_is_told(chain):
    Event.objects.filter(number=3).update(data={})
    Event.objects.filter(stream="application:A", number=5).update(data={})

    assert breaks() == [Break("application:A", 3, CHANGED), Break("application:B", 3, CHANGED)]
    assert breaks("application:B") == [Break("application:B", 3, CHANGED)]


def test_what_is_appended_while_the_check_runs_is_no_fault(chain, monkeypatch):
    monkeypatch.setattr("applications.audit.verification.CHUNK", 1)
    running = verify()
    next(running)
    record("application:A", "application.moved", by=None)
    record("application:B", "application.moved", by=None)
    *_, check = running

    assert check.breaks == []


def test_the_command_tells_and_fails(chain, capsys):
    call_command("verify_audit")
    assert "모두 이어집니다" in capsys.readouterr().out

    Event.objects.filter(stream="application:A", number=3).update(data={})
    with pytest.raises(CommandError):
        call_command("verify_audit")
    assert "application:A #3" in capsys.readouterr().out


def test_every_check_is_written_down(chain):
    call_command("verify_audit")

    event = Event.objects.get(verb="audit.verified")
    assert (event.data["events"], event.data["broken"], event.actor_role) == (8, 0, "system")
