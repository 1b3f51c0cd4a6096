"""A result whose AI result was revoked or corrected: flagged, never changed by itself, corrected on one proposal."""

from datetime import timedelta

import pytest
from django.urls import reverse

from applications import clock
from applications.filing.workflow import State
from applications.notices.models import Notice
from applications.roles import Role
from diagnosis.rulings.inputs import Change
from diagnosis.rulings.models import Ruling
from diagnosis.rulings.recounts import overtaken, proposal_for
from diagnosis.rulings.services import ask_correction, ask_revocation, decide_ruling
from diagnosis.scoring.models import Outcome
from diagnosis.scoring.services import confirm_run, publish_run
from tests.factories.outcomes import make_outcome
from tests.factories.people import make_user
from tests.factories.scoring import make_assessed, score

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency():
    return make_user(Role.AGENCY)


@pytest.fixture
def colleague():
    return make_user(Role.AGENCY)


@pytest.fixture
def pair(agency):
    """A published integrated result of 800.0 + 60.0 and the AI result behind its bonus."""
    ai = make_assessed(track="MFG_AI")
    whole = make_assessed(supplier=ai.supplier, round_=ai.round)
    run = score(whole)
    confirm_run(run, by=agency), publish_run(run, by=agency)
    return tuple(Outcome.objects.select_related("application").get(application=one) for one in (whole, ai))


def revoked(outcome, asks, decides):
    ruling = ask_revocation(outcome, reason="실적 허위", effective_on=clock.today(), by=asks)
    return decide_ruling(ruling, by=decides)


def corrected(outcome, asks, decides):
    place = str(outcome.application.assignments.first().pk)
    changes = [Change(place, "위원", "1.5.1", "3", "5")]
    ruling = ask_correction(outcome, changes, reason="오기", effective_on=clock.today(), by=asks)
    return decide_ruling(ruling, by=decides).successor


def test_nothing_is_proposed_while_both_agree(pair):
    assert (overtaken(), proposal_for(pair[0]), proposal_for(pair[1])) == ([], None, None)


def test_a_revoked_ai_result_flags_the_result_that_counts_it_and_changes_nothing(pair, agency, colleague):
    whole, ai = pair
    before = (str(whole.total), whole.level, whole.snapshot)

    revoked(ai, agency, colleague)

    whole.refresh_from_db()
    told = proposal_for(whole)
    assert (str(whole.total), whole.level, whole.snapshot) == before == ("860.0", "4-", whole.snapshot)
    assert overtaken() == [whole]
    assert (told.source, told.is_revoked, told.since, told.reason) == (ai, True, clock.today(), "실적 허위")
    heard = Notice.objects.filter(key__startswith="ruling-overtaken").values_list("recipient__role", flat=True)
    assert set(heard) == {Role.AGENCY}


def test_the_proposal_shows_both_scores_and_becomes_a_correction(pair, agency, colleague, client):
    whole, ai = pair
    revoked(ai, agency, colleague)
    client.force_login(agency)
    address = reverse("rulings:recount", args=[whole.application.code])

    page = client.get(address).content.decode()
    assert ("860.0" in page, "800.0" in page, ai.application.code in page) == (True, True, True)
    assert (Ruling.objects.count(), Outcome.objects.count()) == (1, 2)

    said = {"effective_on": f"{clock.today():%Y-%m-%d}", "reason": "제조AI 결과 취소에 따른 정정"}
    client.post(address, said)
    ruling = Ruling.objects.get(outcome=whole)
    assert (ruling.expected["total"], ruling.expected["level"], ruling.changes) == ("800.0", "3", [])
    assert overtaken() == []  # somebody has asked

    later = decide_ruling(ruling, by=colleague).successor
    later.application.refresh_from_db()
    assert (str(later.total), later.ai, later.level, later.application.state) == ("800.0", None, "3", State.CORRECTED)
    assert (overtaken(), proposal_for(later)) == ([], None)


def test_the_first_page_and_the_list_lead_to_the_proposal(pair, agency, colleague, client):
    whole, ai = pair
    revoked(ai, agency, colleague)
    address = reverse("rulings:recount", args=[whole.application.code])
    client.force_login(agency)
    pages = [reverse("workspace"), reverse("rulings:list"), reverse("results:detail", args=[whole.application.code])]
    pages.append(reverse("rulings:detail", args=[Ruling.objects.get().pk]))

    assert [address in client.get(page, follow=True).content.decode() for page in pages] == [True] * 4
    client.force_login(whole.application.created_by)
    assert address not in client.get(pages[2]).content.decode()


def test_a_corrected_ai_result_is_counted_anew(pair, agency, colleague):
    whole, ai = pair
    later = corrected(ai, agency, colleague)

    # one of three sheets gives 15 points at 100 % in place of 60 %: 2 more
    told = proposal_for(whole)
    assert (told.source, told.is_revoked, str(later.ai)) == (later, False, "62.0")
    ruling = ask_correction(whole, [], reason="가점 재계산", effective_on=told.since, by=agency)
    assert ruling.expected["total"] == "862.0"


def test_a_day_before_the_publication_is_not_proposed(pair, agency, colleague):
    whole, ai = pair
    revoked(ai, agency, colleague)
    Ruling.objects.update(effective_on=clock.today() - timedelta(days=90))

    assert proposal_for(whole).since == clock.today()


def test_without_a_reason_there_is_nothing_to_ask_for(agency, client):
    whole = make_outcome()
    client.force_login(agency)
    address = reverse("rulings:recount", args=[whole.application.code])

    page = client.get(address).content.decode()
    client.post(address, {"effective_on": f"{clock.today():%Y-%m-%d}", "reason": "–"})

    assert ("다시 계산할 것이 없어요" in page, Ruling.objects.count()) == (True, 0)


def test_an_expired_ai_result_still_counts_in_a_correction_of_something_else(pair, agency, colleague):
    whole, ai = pair
    yesterday = clock.today() - timedelta(days=1)
    Outcome.objects.filter(pk=ai.pk).update(valid_until=yesterday)
    Outcome.objects.filter(pk=whole.pk).update(confirmed_at=clock.now() - timedelta(days=2))
    whole.refresh_from_db()
    place = str(whole.application.assignments.first().pk)

    changes = [Change(place, "위원", "2.1.1", "3", "5")]
    ruling = ask_correction(whole, changes, reason="오기", effective_on=clock.today(), by=agency)

    assert (ruling.expected["bonus"], ruling.expected["total"]) == ("60.0", "866.7")
