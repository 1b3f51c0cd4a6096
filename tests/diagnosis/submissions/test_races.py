"""Two people of one company at the same instant. Each race has a control that shows the harness would see the loss."""

from collections.abc import Callable
from decimal import Decimal
from threading import Barrier, Event, Thread

import pytest
from django.db import connection, transaction

from applications import clock
from applications.documents.models import DocumentVersion
from applications.filing.models import Application, Submission
from diagnosis.answers.models import Answer
from diagnosis.answers.services import AnswersClosed, Draft, attach, save_answers
from diagnosis.submissions.manifest import answers_digest
from diagnosis.submissions.services import submit
from tests.factories.answers import make_answer, make_answers
from tests.factories.documents import upload
from tests.factories.filing import make_application
from tests.threads import PATIENCE, let_it_run_into

pytestmark = pytest.mark.django_db(transaction=True)
AGREED = {"personal": True, "kibo": True}


def race(*acts: Callable[[], object]) -> list[object]:
    """What each act gave, all let go at the same instant in threads of their own."""
    gate, given = Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        try:
            gate.wait(PATIENCE)
            given[place] = act()
        except Exception as error:
            given[place] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    return given


def draft(text: str, version: int = 1) -> Draft:
    return Draft("2.1.1", Decimal("3.0"), text, version)


def overtaken(first: Callable[[], object], second: Callable[[], object]) -> list[object]:
    """The second act begins while the first has written and not yet committed: the worst moment there is."""
    written, over = Event(), Event()

    def slow() -> object:
        with transaction.atomic():
            given = first()
            written.set()
            let_it_run_into(over.is_set)
        return given

    def late() -> object:
        written.wait(PATIENCE)
        try:
            return second()
        finally:
            over.set()

    return race(slow, late)


def test_of_two_saves_upon_the_same_version_one_is_stored_and_one_is_told():
    application = make_application()
    make_answer(application, "2.1.1", text="처음")
    by = application.created_by

    first, second = overtaken(
        lambda: save_answers(application, [draft("하나")], by=by),
        lambda: save_answers(application, [draft("둘")], by=by),
    )

    assert (list(first.stale), list(second.stale)) == ([], ["2.1.1"])
    assert (Answer.objects.get().version, Answer.objects.get().text) == (2, "하나")


def test_control_a_save_that_does_not_look_at_the_version_loses_a_text():
    application = make_application()
    make_answer(application, "2.1.1", text="처음")
    between = Barrier(2)

    def careless(text: str) -> str:
        answer = Answer.objects.get()
        between.wait(PATIENCE)
        answer.text, answer.version = text, answer.version + 1
        answer.save()
        return text

    given = race(lambda: careless("하나"), lambda: careless("둘"))

    assert given == ["하나", "둘"]
    assert Answer.objects.get().version == 2


def test_two_first_saves_of_an_item_make_one_answer():
    application = make_application()
    by = application.created_by

    given = race(*(lambda text=text: save_answers(application, [draft(text, 0)], by=by) for text in ("하나", "둘")))

    assert sorted(list(saved.stale) for saved in given) == [[], ["2.1.1"]]
    assert Answer.objects.count() == 1


def test_filing_twice_at_once_gives_one_submission_and_one_receipt():
    application = make_application()
    make_answers(application)
    now, by = clock.now(), application.created_by

    given = overtaken(*[lambda: submit(application, by=by, arrived_at=now, consents=AGREED)] * 2)

    assert given == [Submission.objects.get()] * 2
    assert Application.objects.get().order_number == 1


def test_companies_that_file_at_once_get_different_numbers():
    applications = [make_application() for _company in range(4)]
    for application in applications:
        make_answers(application)
    now = clock.now()

    given = race(*(lambda a=a: submit(a, by=a.created_by, arrived_at=now, consents=AGREED) for a in applications))

    assert sorted(submission.order_number for submission in given) == [1, 2, 3, 4]


def test_the_same_file_sent_twice_at_once_is_stored_once():
    application = make_application()
    by = application.created_by

    given = race(*[lambda: attach(application, "2.1.1", upload(), by=by)] * 2)

    assert len({evidence.pk for evidence in given}) == 1
    assert DocumentVersion.objects.count() == 1


def test_no_answer_changes_under_a_filing():
    application = make_application()
    make_answers(application)
    now, by = clock.now(), application.created_by

    filed, saved = overtaken(
        lambda: submit(application, by=by, arrived_at=now, consents=AGREED),
        lambda: save_answers(application, [draft("마지막 순간의 글")], by=by),
    )

    assert isinstance(saved, AnswersClosed)
    assert filed.manifest["answers_sha256"] == digest_now(application)


def test_an_answer_saved_before_a_filing_is_in_its_manifest():
    application = make_application()
    make_answers(application)
    now, by = clock.now(), application.created_by

    _saved, filed = overtaken(
        lambda: save_answers(application, [draft("마지막 순간의 글")], by=by),
        lambda: submit(application, by=by, arrived_at=now, consents=AGREED),
    )

    assert Answer.objects.get(item_code="2.1.1").text == "마지막 순간의 글"
    assert filed.manifest["answers_sha256"] == digest_now(application)


def digest_now(application: Application) -> str:
    return answers_digest({answer.item_code: answer for answer in Answer.objects.filter(application=application)})
