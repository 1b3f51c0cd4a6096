"""One explanation everywhere: the page, the printed report and the data say the same, and a person can follow it."""

import html
import io
import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from applications.roles import Role
from diagnosis.appraisals.services import appraise
from diagnosis.reports.services import build_report
from diagnosis.scoring.models import Outcome
from diagnosis.scoring.services import confirm_run, publish_run
from tests.factories.outcomes import make_outcome
from tests.factories.people import make_member, make_user
from tests.factories.scoring import make_assessed, score
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db
ROWS = (
    ["3", "3.5", "4", "2", "2.5", "3", "4.5", "5", "0.5", "1", "3", "3.5"],
    ["2", "3.5", "4", "3", "2.5", "3.5", "4.5", "4", "1.5", "1", "3", "2.5"],
    ["5", "5", "4.5", "5", "4", "5", "4.5", "5", "4", "5", "4", "5"],
    ["0", "1", "0.5", "0", "1", "1", "0.5", "0", "1", "0", "2", "1"],
    ["3", "3", "3.5", "3", "2.5", "4", "3.5", "3", "2.5", "4", "3", "3.5"],
)


@pytest.fixture(autouse=True)
def korean():
    """A page in English leaves its language behind in the thread; give it back."""
    with translation.override("ko"):
        yield


def published() -> Outcome:
    """A published integrated result of five sheets with an AI bonus."""
    application = make_assessed(*ROWS, letter="B")
    make_assessed("3.5", "4", "3", track="MFG_AI", supplier=application.supplier, round=application.round)
    run = score(application)
    confirm_run(run, by=make_user(Role.AGENCY))
    publish_run(run, by=make_user(Role.AGENCY))
    appraise(application, {}, by=make_user(Role.SUPPLIER))
    return Outcome.objects.get(application=application)


def on_page(client, outcome: Outcome, lang: str = "ko") -> list[str]:
    client.force_login(outcome.application.supplier.members.first().user)
    address = reverse("results:detail", args=[outcome.application.code])
    page = client.get(address, headers={"accept-language": lang}).content.decode()
    return [html.unescape(line) for line in re.findall(r"<li>(.*?)</li>", page[page.rindex('<ol class="plain">') :])]


def as_data(client, outcome: Outcome) -> dict:
    client.force_login(outcome.application.supplier.members.first().user)
    response = client.get(reverse("results:explain", args=[outcome.application.code]))
    assert response["Content-Type"] == "application/json"
    return response.json()


def in_print(outcome: Outcome, language: str = "ko") -> str:
    with build_report(outcome, language=language).file.open("rb") as file:
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(file.read())).pages)
    return "".join(text.replace("\u2060", "").split())


@pytest.mark.parametrize("language", ["ko", "en"])
def test_page_report_and_data_say_the_same_sentences_in_the_same_order(client, language):
    outcome = published()
    sentences = [step[language] for step in as_data(client, outcome)["steps"]]
    printed = in_print(outcome, language)

    places = [printed.find("".join(sentence.split())) for sentence in sentences]

    assert len(sentences) > 30
    assert on_page(client, outcome, language) == sentences
    assert -1 not in places
    assert [places[0], places[-1]] == [min(places), max(places)]


def test_the_ai_track_is_explained_alike(client):
    outcome = make_outcome(track="MFG_AI", ratings=["3.5", "4"])
    data = as_data(client, outcome)

    assert on_page(client, outcome) == [step["ko"] for step in data["steps"]]
    assert (data["ai"], data["total"], data["level"]) == ("75.0", None, None)


def test_the_data_holds_the_stored_figures_and_names_no_assessor(client):
    outcome = published()

    data = as_data(client, outcome)

    figures = ("base", "ai", "bonus", "total", "grade_point", "level", "base_level")
    assert {name: data[name] for name in figures} == {name: str(getattr(outcome, name)) for name in figures}
    assert data["scheme"] == {"code": "2026-1", "digest": outcome.application.scheme_digest}
    assert "assessor" not in str(data["steps"])


def test_a_person_finds_the_total_by_hand_from_what_is_printed(client):
    outcome = published()

    by_hand = Paper(on_page(client, outcome))

    assert by_hand.sheets_as_printed == by_hand.sheets
    assert by_hand.base == outcome.base
    assert (by_hand.total, by_hand.level) == (outcome.total, outcome.level)


def test_a_wrong_figure_in_print_is_noticed_by_hand(client):
    outcome = published()
    lines = [line.replace("평점 3 ·", "평점 5 ·") for line in on_page(client, outcome)]

    by_hand = Paper(lines)

    assert by_hand.sheets_as_printed != by_hand.sheets


class Paper:
    """A reader with pencil and paper: knows nothing but the printed lines."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        worth = dict(re.findall(r"([\d.]+)점 ([\d.]+)%", self.line("평점의 반영률")))
        self.worth = {rating: Fraction(percent) / 100 for rating, percent in worth.items()}
        marked = [re.match(r"[\d.]+ .*: 평점 (.*) → 평균 .* / ([\d.]+)점$", line) for line in lines]
        rows = [(found[1].split(" · "), Fraction(found[2])) for found in marked if found]
        self.sheets = [
            sum(self.worth[ratings[place].strip("()")] * points for ratings, points in rows)
            for place in range(len(rows[0][0]))
        ]
        kept = [total for place, total in enumerate(self.sheets) if "(" not in rows[0][0][place]]
        letters = [re.search(r"KTRS [A-E]\(([\d.]+)점\) → .* / ([\d.]+)점$", line) for line in lines]
        ktrs = sum(self.worth[found[1]] * Fraction(found[2]) for found in letters if found)
        self.base = self.rounded(sum(kept) / len(kept) + ktrs)
        bonus = Decimal(re.search(r"가점 ([\d.]+)점", self.line("제조AI 점수"))[1])
        self.total = min(Decimal("1000.0"), self.base + bonus)
        self.level = re.match(r"Level (\S+): ([\d.]+)점 이상", self.line("Level "))[1]

    @property
    def sheets_as_printed(self) -> list[Fraction]:
        found = [re.match(r"진단위원 \d+: 합계 ([\d.]+)점", line) for line in self.lines]
        return [Fraction(one[1]) for one in found if one]

    def line(self, start: str) -> str:
        return next(line for line in self.lines if line.startswith(start))

    def rounded(self, exact: Fraction) -> Decimal:
        return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def test_refusals_are_data_too(client, settings):
    settings.DEMO = True
    outcome = published()
    address = reverse("results:explain", args=[outcome.application.code])
    program = {"accept": "application/json"}
    strangers = {
        401: None,
        403: make_user(Role.ASSESSOR, is_demo=True),
        404: make_member(make_supplier(), is_demo=True),
    }
    for status, person in strangers.items():
        client.logout()
        if person:
            client.force_login(person)

        response = client.get(address, headers=program)

        assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
        assert (response.json()["status"], bool(response.json()["detail"])) == (status, True)


def test_a_person_who_is_not_logged_in_is_sent_to_log_in(client):
    outcome = make_outcome()
    address = reverse("results:explain", args=[outcome.application.code])

    assert client.get(address, headers={"accept": "text/html"}).url == f"/accounts/login/?next={address}"


def test_an_unpublished_result_is_not_explained_to_its_company(client):
    outcome = make_outcome(published=False)
    client.force_login(outcome.application.supplier.members.first().user)

    assert client.get(reverse("results:explain", args=[outcome.application.code])).status_code == 404
