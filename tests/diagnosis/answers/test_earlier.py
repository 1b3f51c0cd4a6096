"""Answers of the earlier round: offered for empty items, brought in with their files, to be checked before filing."""

from datetime import timedelta
from decimal import Decimal

import pytest

from applications import clock
from applications.audit.models import Event
from applications.filing.models import Application
from applications.filing.workflow import State
from diagnosis.answers.earlier import earlier_answers, same_items
from diagnosis.answers.models import Answer, Evidence
from diagnosis.answers.queries import gaps_in, progress_of, progress_of_many, track_of
from diagnosis.answers.services import AnswersClosed, take_over
from tests.factories.answers import make_answer, make_evidence
from tests.factories.filing import make_application
from tests.factories.rounds import make_round

pytestmark = pytest.mark.django_db
TEXT = "지난 회차에 쓴 글"
MARK = "확인 필요</span>"


def filed_before(application: Application, **fields: object) -> Application:
    """The same company's application of the round before, filed."""
    opened = clock.now() - timedelta(days=300)
    round_ = make_round("2025-2", opens_at=opened, closes_at=opened + timedelta(days=30))
    values = {"state": State.PUBLISHED, "arrived_at": opened, "order_number": 1} | fields
    return make_application(supplier=application.supplier, round_=round_, track=application.track, **values)


@pytest.fixture
def before(application) -> Application:
    made = filed_before(application)
    make_answer(made, "2.1.1", rating=Decimal("4.0"), text=TEXT)
    make_evidence(made, "2.1.1", name="지난 증빙.pdf")
    return made


def url(application, section: str = "2") -> str:
    return f"/applications/{application.code}/sections/{section}/"


def empty(item: str = "2.1.1") -> dict[str, str]:
    return {f"{item}-text": "", f"{item}-version": "0"}


def test_an_empty_item_shows_the_earlier_answer_and_brings_it_in_with_its_files(owner, application, before):
    page = owner.get(url(application)).content.decode()
    assert (TEXT in page, "2025-2 회차" in page, page.count('name="take"')) == (True, True, 2)

    answer = owner.post(url(application), empty() | {"take": "2.1.1"})

    assert answer["Location"] == f"{url(application)}#item-2.1.1"
    taken = Answer.objects.get(application=application)
    assert (taken.rating, taken.text, taken.checked, taken.taken_from) == (Decimal("4.0"), TEXT, False, before)
    assert [use.version.name for use in Evidence.objects.filter(application=application)] == ["지난 증빙.pdf"]
    assert MARK in owner.get(url(application)).content.decode()
    event = Event.objects.get(verb="answers.taken_over")
    assert event.data == {"from": before.code, "items": ["2.1.1"]}


def test_unchecked_it_neither_counts_as_done_nor_may_be_filed(owner, application, before):
    take_over(application, ["2.1.1"], by=application.created_by)
    answers = {answer.item_code: answer for answer in Answer.objects.filter(application=application)}

    (gap,) = [gap for gap in gaps_in(track_of(application), answers, {}) if gap.item.code == "2.1.1" and gap.blocks]
    assert "확인하거나 고쳐" in gap.text
    assert sum(part.done for part in progress_of(track_of(application), answers)) == 0
    assert progress_of_many([application])[application.pk][0] == 0


@pytest.mark.parametrize("way", ["check", "change"])
def test_checking_or_changing_it_takes_the_mark_away(owner, application, before, way):
    take_over(application, ["2.1.1"], by=application.created_by)
    said = {"2.1.1-rating": "4.0", "2.1.1-text": TEXT, "2.1.1-version": "1"}

    if way == "check":
        owner.post(url(application), said | {"check": "2.1.1"})
    else:
        owner.post(f"/applications/{application.code}/items/2.1.1/", said | {"2.1.1-text": "올해 고친 글"})

    assert Answer.objects.get(application=application).checked
    assert MARK not in owner.get(url(application)).content.decode()


def test_saving_it_as_it_is_does_not_count_as_checking(owner, application, before):
    take_over(application, ["2.1.1"], by=application.created_by)

    owner.post(url(application), {"2.1.1-rating": "4.0", "2.1.1-text": TEXT, "2.1.1-version": "1"})

    assert not Answer.objects.get(application=application).checked


def test_all_at_once_leaves_what_was_typed_this_year(owner, application, before):
    make_answer(before, "2.2.1", text="다른 글")
    typed = {"2.1.1-rating": "2.0", "2.1.1-text": "올해의 글", "2.1.1-version": "0"}

    owner.post(url(application), typed | empty("2.2.1") | {"take": "all"})

    found = {answer.item_code: answer.text for answer in Answer.objects.filter(application=application)}
    assert found == {"2.1.1": "올해의 글", "2.2.1": "다른 글"}
    assert take_over(application, ["2.1.1", "2.2.1"], by=application.created_by) == []


@pytest.mark.parametrize("fields", [{"arrived_at": None, "order_number": None}, {"track": "MFG_AI"}])
def test_what_was_never_filed_or_filed_on_the_other_track_is_not_offered(application, fields):
    track = fields.pop("track", None)
    made = filed_before(application, **fields)
    make_answer(made, "2.1.1")
    if track:
        Application.objects.filter(pk=made.pk).update(track=track)

    assert earlier_answers(application) == {}


def test_the_answers_of_another_company_are_never_offered(application, before):
    assert earlier_answers(make_application()) == {}


def test_under_another_scheme_only_items_that_ask_the_same_are_offered(application):
    made = filed_before(application, scheme_code="2025-1")

    same = same_items(made, application)

    assert 0 < len(same) < 22
    assert set(same.values()) <= {item.code for item in track_of(made).items}


def test_a_filed_application_takes_nothing_over(application, before):
    Application.objects.filter(pk=application.pk).update(state=State.SUBMITTED)

    with pytest.raises(AnswersClosed):
        take_over(application, ["2.1.1"], by=application.created_by)


def test_offering_costs_two_queries_however_much_there_is(owner, application, before, django_assert_max_num_queries):
    for item in track_of(application).items[11:]:
        make_answer(before, item.code)

    with django_assert_max_num_queries(10):
        owner.get(url(application))
