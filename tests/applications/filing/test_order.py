"""The order numbers follow the instants of arrival, whichever process was quicker."""

from datetime import timedelta

import pytest

from applications import clock
from applications.audit.models import Event
from applications.filing.models import Application, Submission
from applications.filing.services import file
from applications.filing.workflow import State
from applications.notices.models import Notice
from tests.factories.filing import make_application
from tests.factories.rounds import make_round

pytestmark = pytest.mark.django_db
NOW = clock.now()


def arrive(milliseconds: int, track: str = "INTEGRATED") -> Application:
    """File an application that arrived so long after NOW."""
    application = make_application(track=track, state=State.DRAFT)
    at = NOW + timedelta(milliseconds=milliseconds)
    file(application, by=application.created_by, arrived_at=at, manifest={}, consents={})
    return application


def numbers() -> list[int]:
    """Order numbers in the order of arrival."""
    return list(Application.objects.order_by("arrived_at", "pk").values_list("order_number", flat=True))


@pytest.mark.parametrize("arrivals", [(1, 2, 3, 4), (4, 3, 2, 1), (2, 4, 1, 3), (3, 3, 1, 1)])
def test_whatever_is_written_first_numbers_follow_arrival(arrivals):
    make_round()
    for milliseconds in arrivals:
        arrive(milliseconds)

    assert numbers() == [1, 2, 3, 4]


def test_who_is_overtaken_is_told_with_the_receipt_unchanged_and_an_event():
    make_round()
    quick, slow = arrive(5), arrive(3)

    quick.refresh_from_db()
    assert (slow.order_number, quick.order_number) == (1, 2)
    assert [one.order_number for one in Submission.objects.order_by("pk")] == [1, 1]
    event = Event.objects.get(verb="order.moved")
    assert (event.stream, event.data) == (f"application:{quick.code}", {"from": 1, "to": 2})
    notice = Notice.objects.get()
    assert notice.recipient == quick.created_by
    assert "1번에서 2번으로" in notice.body


def test_gaps_of_the_withdrawn_stay_and_the_other_track_is_left_alone():
    make_round()
    first, gone, third = arrive(1), arrive(4), arrive(6)
    other = arrive(9, track="MFG_AI")
    Application.objects.filter(pk=gone.pk).update(order_number=None, arrived_at=None, state=State.WITHDRAWN)

    late = arrive(5)

    found = {one.pk: one.order_number for one in Application.objects.all()}
    assert [found[one.pk] for one in (first, late, third, other)] == [1, 3, 4, 1]
