"""The amendment between two schemes: every difference once, named for people."""

import html

import pytest
from django.urls import reverse

from applications.roles import Role
from diagnosis.schemes.amendments import amendment
from diagnosis.schemes.queries import version_for
from grading.command import main
from tests.factories.people import make_user
from tests.factories.schemes import FEW_CASES, make_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader():
    return make_user(Role.MINISTRY, is_demo=True)


def changes(reader, draft, other="2026-1", language="ko"):
    found = amendment(version_for(reader, other), version_for(reader, draft.ref), language)
    return {one.place: (one.about, one.before, one.after, one.kind) for one in found}


def test_a_scheme_under_another_code_differs_in_its_code_alone(reader):
    assert changes(reader, make_draft()) == {"scheme/code": ("", "2026-1", "2027-1", "changed")}


def test_a_changed_figure_is_named_by_what_it_belongs_to(reader):
    draft = make_draft(cases=FEW_CASES, rules=("trim_from = 5", "trim_from = 6"), levels=('"최적화"', '"최고 수준"'))

    found = changes(reader, draft)

    assert found["rules/aggregation/trim_from"] == ("", "5", "6", "changed")
    assert found["levels/stage/OPTIMISING/name"] == ("", "최적화", "최고 수준", "changed")
    assert len(found) == 3


def test_an_items_figure_carries_the_items_name(reader):
    draft = make_draft(integrated=("표준 제품과 형상·시험 절차를 갖춤", "표준 제품을 갖춤"))

    (found,) = [one for place, one in changes(reader, draft).items() if place != "scheme/code"]

    assert found[0].startswith("2.3.1 ")


def test_what_came_and_what_went_are_told_apart(reader):
    forth = changes(reader, make_draft())
    back = amendment(version_for(reader, "2026-1"), version_for(reader, "2025-1"), "ko")

    assert {one[3] for one in forth.values()} == {"changed"}
    assert {one.kind for one in back} == {"changed", "came", "went"}
    assert all(one.before == "" for one in back if one.kind == "came")
    assert all(one.after == "" for one in back if one.kind == "went")


def test_a_change_beyond_what_is_printed_is_still_seen(reader):
    long = "가" * 130
    first = make_draft("2027-1", scheme=('title_en = "', f'title_en = "{long}1'))
    second = make_draft("2027-2", scheme=('title_en = "', f'title_en = "{long}2'))

    assert "scheme/title_en" in changes(reader, second, first.ref)


def test_the_page_compares_with_the_one_before_and_with_any_other(client, settings, reader):
    settings.DEMO = True
    client.force_login(reader)
    draft = make_draft(cases=FEW_CASES, rules=("trim_from = 5", "trim_from = 6"))
    address = reverse("schemes:diff", args=[draft.ref])

    first, asked = client.get(address), client.get(address, {"other": "2025-1"})

    assert (first.context["other"].ref, first.context["count"]) == ("2026-1", 2)
    assert "rules/aggregation/trim_from" in first.content.decode()
    assert asked.context["other"].ref == "2025-1"
    assert client.get(address, {"other": "none"}).context["other"].ref == "2026-1"


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_page_says_what_the_command_prints(client, capsys, language):
    client.force_login(make_user(Role.AGENCY))
    main(["diff", "2025-1", "2026-1", "--lang", language])
    printed = [line.strip("[] ") for line in capsys.readouterr().out.splitlines()]

    page = client.get(
        reverse("schemes:diff", args=["2026-1"]), {"other": "2025-1"}, headers={"Accept-Language": language}
    ).content.decode()

    assert [line for line in printed if line not in html.unescape(page)] == []
