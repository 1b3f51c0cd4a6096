import pytest
from django.urls import reverse

from applications.roles import Role
from diagnosis.results.story import points_of_part, tell
from tests.factories.outcomes import make_outcome
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


def page(client, outcome, **headers) -> str:
    client.force_login(outcome.application.supplier.members.first().user)
    return client.get(reverse("results:detail", args=[outcome.application.code]), **headers).content.decode()


def test_result_prints_the_stored_figures(client):
    outcome = make_outcome(ratings=["3", "3", "3"], letter="C")

    said = page(client, outcome)

    assert (str(outcome.total), outcome.level) == ("800.0", "3")
    assert "800.0" in said
    assert "Level 3+까지 20.0점" in said


def test_result_shows_every_reason_and_no_assessor(client):
    outcome = make_outcome(ratings=["3", "4"])

    said = page(client, outcome)

    assert "제조데이터 수집·표준·활용 역량의 근거를 확인했습니다." in said
    assert "가온연구원" not in said


def test_result_of_the_ai_track_has_no_level(client):
    said = page(client, make_outcome(track="MFG_AI", ratings=["4", "4"]))

    assert "80.0" in said
    assert "다음 등급까지" not in said


def test_story_does_not_change_when_marks_do(db):
    outcome = make_outcome()
    before = [(group.part.awarded, [item.awarded for item in group.items]) for group in tell(outcome).groups]
    for place in outcome.application.assignments.all():
        place.sheet.marks.update(rating="5.0")

    after = [(group.part.awarded, [item.awarded for item in group.items]) for group in tell(outcome).groups]

    assert before == after


def test_blank_thresholds_are_pending_and_never_open():
    story = tell(make_outcome(ratings=["5", "5"], letter="A"))
    states = {line.name: line.state for line in story.benefit_lines}

    assert states["스마트제조 전문기업 지정 신청자격"] == "open"
    assert states["스마트제조 전문기업 지정요건"] == "pending"


@pytest.mark.parametrize("count", [1, 3, 35])
def test_list_holds_a_fixed_number_of_queries(client, settings, django_assert_num_queries, count):
    settings.DEMO = True
    for _number in range(count):
        make_outcome(ratings=["3"])
    client.force_login(make_user(Role.MINISTRY, is_demo=True))

    with django_assert_num_queries(4):
        client.get(reverse("results:list"))


def test_list_holds_the_own_published_results_alone(client):
    mine, _rival, hidden = make_outcome(), make_outcome(), make_outcome(published=False)
    client.force_login(mine.application.supplier.members.first().user)

    shown = [row.outcome for row in client.get(reverse("results:list")).context["rows"]]

    assert shown == [mine]
    assert hidden not in shown


def test_list_ignores_a_filter_that_is_not_offered(client):
    mine = make_outcome()
    client.force_login(mine.application.supplier.members.first().user)

    shown = client.get(reverse("results:list"), {"level": "17", "round": "x"}).context["rows"]

    assert [row.outcome for row in shown] == [mine]


@pytest.mark.parametrize(
    ("stored", "shown"),
    [("71.6667", "71.67"), ("300.4166", "300.42"), ("276", "276"), ("95.0", "95"), ("0.005", "0.01")],
)
def test_points_of_parts_are_shown_to_the_second_decimal(stored, shown):
    assert points_of_part(stored) == shown
