"""The page of all rounds: what stands in it, what is never joined, and how much it reads."""

import pytest
from django.urls import reverse

from applications import clock
from applications.roles import Role
from diagnosis.results.history import history_from
from diagnosis.results.queries import results_for
from grading.load import load_scheme
from tests.factories.outcomes import make_outcome
from tests.factories.people import make_member, make_user
from tests.factories.rounds import make_round
from tests.factories.rulings import make_ruling
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db
HISTORY = reverse("results:history")


def rounds_of(supplier, *ratings):
    """A result a year from 2025 on; the first year had another scheme, the later ones the same."""
    old = load_scheme("2025-1")
    first = make_round("2025-1", scheme_code=old.code, scheme_digest=old.digest)
    rounds = [first, *(make_round(f"{2026 + number}-1") for number in range(len(ratings) - 1))]
    for number, one in enumerate(rounds):
        one.opens_at, one.closes_at = (at.replace(year=2025 + number) for at in (one.opens_at, one.closes_at))
        one.save()
    return [
        make_outcome(supplier=supplier, round_=one, ratings=[rating] * 2, letter="C")
        for one, rating in zip(rounds, ratings, strict=True)
    ]


@pytest.fixture
def supplier():
    return make_supplier()


def told(supplier):
    user = supplier.members.first().user if supplier.members.exists() else make_member(supplier)
    return history_from(results_for(user))


def test_each_scheme_has_a_line_of_its_own_and_no_line_joins_two(supplier):
    first, second, third = rounds_of(supplier, "3", "3", "4")

    (series,) = told(supplier).series

    assert series.labels == ["2025-1", "2026-1", "2027-1"]
    assert [values for _name, values in series.drawn] == [[first.total, None, None], [None, second.total, third.total]]
    assert "서로 견줄 수 없어요" in series.note


def test_a_change_is_told_only_within_one_scheme(supplier):
    _first, second, third = rounds_of(supplier, "3", "3", "4")

    newest, middle, oldest = told(supplier).lines

    assert newest.change == f"+{third.total - second.total}"
    assert (middle.change, middle.is_comparable, oldest.before) == ("", False, None)


def test_a_revoked_result_stays_in_the_list_and_leaves_the_picture(supplier):
    _first, second, third = rounds_of(supplier, "3", "3", "4")
    make_ruling(second, clock.today())

    history = told(supplier)

    assert [line.counts for line in history.lines] == [True, False, True]
    assert history.series[0].drawn[1][1] == [None, None, third.total]
    assert history.lines[0].change == ""


def test_tracks_are_drawn_apart(supplier):
    round_ = make_round()
    make_outcome(supplier=supplier, round_=round_)
    make_outcome(supplier=supplier, round_=round_, track="MFG_AI", ratings=["4", "4"])

    history = told(supplier)

    assert [(one.track.code, len(one.lines), one.note) for one in history.series] == [
        ("INTEGRATED", 1, ""),
        ("MFG_AI", 1, ""),
    ]


def test_the_company_reads_every_round_with_its_papers_and_the_span(client, supplier):
    outcomes = rounds_of(supplier, "3", "3")
    client.force_login(supplier.members.first().user)

    page = client.get(HISTORY).content.decode()

    codes = [one.application.code for one in outcomes]
    papers = [
        reverse(f"{room}:detail", args=[code]) for room in ("results", "reports", "certificates") for code in codes
    ]
    assert [one for one in papers if one not in page] == []
    assert ("진단 체계가 달라 견주지 않아요" in page, "이전 결과를 2026년 기준으로 보면" in page) == (True, True)


def test_a_newcomer_reads_what_will_stand_here(client, supplier):
    client.force_login(make_member(supplier))

    page = client.get(HISTORY)

    assert (page.status_code, "첫 결과가 공개되면 여기에" in page.content.decode()) == (200, True)


def test_officials_read_a_company_and_companies_no_other(client, settings, supplier):
    settings.DEMO = True
    rounds_of(supplier, "3", "3")
    address = reverse("results:history_of", args=[supplier.business_number])

    client.force_login(make_user(Role.OPERATOR, is_demo=True))
    official = client.get(address)
    client.force_login(make_outcome().application.created_by)

    assert (official.status_code, len(official.context["history"].lines)) == (200, 2)
    assert client.get(address).status_code == 404


def test_the_page_reads_a_fixed_number_of_rows(client, supplier, django_assert_max_num_queries):
    rounds_of(supplier, "3", "3", "4", "2")
    client.force_login(supplier.members.first().user)
    client.get(HISTORY)

    with django_assert_max_num_queries(8):
        client.get(HISTORY)
