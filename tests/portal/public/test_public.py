import re
from collections import Counter
from decimal import Decimal
from html import unescape
from itertools import pairwise

import pytest
from django.urls import reverse
from django.utils import translation

from grading.load import load_scheme
from portal.public.example import AI_RATINGS, LETTER, PANEL_RATINGS, worked_example
from portal.public.model_page import model_page
from tests.factories.rounds import make_round


@pytest.fixture(autouse=True)
def language_of_the_site():
    """A request leaves its language switched on in the thread; the next test starts in Korean."""
    yield
    translation.activate("ko")


@pytest.mark.django_db
def test_home_names_the_open_round_with_deadline_and_seats(client):
    round_ = make_round(seats=123)

    page = client.get("/").content.decode()

    assert round_.name in page
    assert "123" in page
    assert reverse("rounds:detail", args=[round_.code]) in page
    for way in ("account_signup", "account_login", "model"):
        assert f'href="{reverse(way)}' in page


@pytest.mark.django_db
def test_home_says_so_when_nothing_is_open(client):
    round_ = make_round(open_now=False)

    page = client.get("/").content.decode()

    assert "지금 접수 중인 회차가 없어요" in page
    assert round_.name not in page


@pytest.mark.django_db
def test_home_costs_a_fixed_number_of_queries(client, django_assert_max_num_queries):
    for year in range(2020, 2027):
        make_round(f"{year}-1")

    with django_assert_max_num_queries(3):
        client.get("/")


@pytest.mark.parametrize("code", ["2025-1", "2026-1"])
def test_the_model_page_prints_every_part_of_the_scheme_once(client, code):
    scheme = load_scheme(code)

    page = unescape(client.get(reverse("model"), {"scheme": code}).content.decode())

    ids = Counter(re.findall(r'\bid="([^"]+)"', page))
    sections = [section for track in model_page(scheme).tracks for section in track.sections]
    categories = [part for section in sections for part in section.parts]
    items = [item for part in categories for item in part.items]
    anchors = [*scheme.tracks, *(place.anchor for place in (*sections, *categories, *items))]
    parts = sum(len(t.sections) + len(t.categories) + len(t.items) + 1 for t in scheme.tracks.values())
    assert len(anchors) == len(set(anchors)) == parts
    assert [ids[anchor] for anchor in anchors] == [1] * parts
    for track in scheme.tracks.values():
        for item in track.items:
            assert f"{item.code} {item.name} — {item.points}점" in page
            assert all(text in page for text in item.anchors.values())
            assert ", ".join(item.evidence) in page


def test_the_page_of_today_is_the_newest_scheme_and_an_unknown_one_is_not_found(client):
    assert load_scheme("2026-1").title in client.get(reverse("model")).content.decode()
    assert client.get(reverse("model"), {"scheme": "../../etc"}).status_code == 404


def test_the_level_table_has_fourteen_rows_whose_bands_touch():
    rows = model_page(load_scheme("2026-1")).levels

    bands = [[Decimal(number) for number in re.findall(r"[\d.]+", row.score)] for row in rows]
    assert [row.label for row in rows] == ["5", "4+", "4", "4-", "3+", "3", "3-", "2+", "2", "2-", "1+", "1", "1-", "0"]
    assert (rows[0].score, rows[6].score, rows[13].score) == ("950 이상", "750 이상 780 미만", "550 미만")
    assert all(upper[0] == lower[-1] for upper, lower in pairwise(bands))
    assert [row.label for row in rows if row.is_threshold] == ["3-"]


def test_the_scale_is_printed_as_the_scheme_says():
    integrated, ai = model_page(load_scheme("2026-1")).tracks

    assert [share for _rating, _name, share in integrated.scale] == ["100%", "90%", "80%", "70%", "60%", "50%"]
    assert [share for _rating, _name, share in ai.scale] == ["100%", "80%", "60%", "40%", "20%", "0%"]
    assert integrated.scale_assumption


def test_the_worked_example_adds_up_by_hand():
    scheme = load_scheme("2026-1")
    integrated, ai = scheme.tracks["INTEGRATED"], scheme.tracks["MFG_AI"]
    panel_points = sum(item.points for item in integrated.items if item.marked_by == "PANEL")
    ktrs_points = sum(item.points for item in integrated.items if item.marked_by == "KTRS")
    mean = sum(PANEL_RATINGS.values()) / len(PANEL_RATINGS)
    letter = {"A": 5, "B": 4, "C": 3, "D": 2, "E": 1}[LETTER]
    base = panel_points * (Decimal("0.5") + mean / 10) + ktrs_points * (Decimal("0.5") + Decimal(letter) / 10)
    bonus = ai.total_points * sum(AI_RATINGS.values()) / len(AI_RATINGS) / 5

    example = worked_example(scheme)

    figures = [step.figure for step in example.steps]
    assert (base, bonus) == (Decimal("865.0"), Decimal("65.0"))
    assert (example.total, example.level) == (base + bonus, "4+")
    assert figures[-5:] == ["865.0", "65.0", "65.0", "930.0", "Level 4+"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/model/", "/rounds/", "/accounts/signup/", "/accounts/login/"])
@pytest.mark.parametrize("language", ["ko", "en"])
def test_public_pages_open_in_both_languages(client, address, language):
    make_round()

    response = client.get(address, headers={"accept-language": language})

    assert response.status_code == 200
    assert f'lang="{language}"' in response.content.decode()


def test_the_model_shows_how_items_read_for_other_kinds_and_what_may_not_apply(client):
    page = client.get(reverse("model")).content.decode()

    for track in load_scheme("2026-1").tracks.values():
        variants = [variant for item in track.items for variant in item.variants]
        assert all(variant.name in page and variant.anchors[5] in page for variant in variants)
    assert "배점 5점은 0점이 되지 않고, «기술»의 나머지 항목에" in page
