"""Benefits of a supplier on a day, from stored outcomes and decisions."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from applications.roles import Role
from applications.sanctions.models import Sanction
from applications.suppliers.entry.models import DirectoryConsent
from diagnosis.benefits.queries import benefits_of, bonus_of, events_of
from diagnosis.findings.models import Finding
from diagnosis.rulings.models import RulingKind
from diagnosis.scoring.models import Outcome
from grading.bonus import programmes
from tests.factories.outcomes import make_outcome
from tests.factories.people import make_user
from tests.factories.rounds import make_round
from tests.factories.rulings import make_ruling

pytestmark = pytest.mark.django_db
KST = ZoneInfo("Asia/Seoul")


@pytest.fixture
def outcome():
    """Level 3 published on 2026-07-01, valid until 2029-06-30."""
    return dated(make_outcome(), date(2026, 7, 1), date(2029, 6, 30))


def dated(outcome, day, until):
    outcome.published_at = datetime(day.year, day.month, day.day, 9, tzinfo=KST)
    outcome.valid_until = until
    outcome.save()
    return outcome


def lower(outcome):
    """A second application of the same supplier, Level 2, published a year later."""
    second = make_outcome(
        supplier=outcome.application.supplier, round_=make_round("2027-1"), ratings=["2", "2"], letter="D"
    )
    return dated(second, date(2027, 7, 1), date(2030, 6, 30))


def states(supplier, day, *codes, known_on=None):
    found = {one.benefit.code: one.dated.answer for one in benefits_of(supplier, day, known_on).entitlements}
    return [found[code].state for code in codes]


def test_a_downgrade_in_the_middle_of_the_time(outcome):
    supplier = outcome.application.supplier
    later = lower(outcome)

    found = [states(supplier, day, "BONUS_POINTS", "HANA_RATE") for day in (date(2027, 6, 30), date(2027, 7, 1))]

    assert (outcome.level, later.level) == ("3", "2")
    assert found == [["open", "open"], ["closed", "open"]]
    assert states(supplier, date(2029, 7, 1), "HANA_RATE") == ["closed"]


def test_a_revocation_reaches_as_far_back_as_each_benefit_says(outcome):
    supplier = outcome.application.supplier
    make_ruling(outcome, date(2027, 3, 2), decided_at=datetime(2027, 3, 2, 10, tzinfo=KST))
    yesterday = date(2027, 3, 1)

    assert states(supplier, yesterday, "HANA_RATE", "BONUS_POINTS") == ["open", "closed"]
    assert states(supplier, yesterday, "BONUS_POINTS", known_on=yesterday) == ["open"]
    assert states(supplier, date(2027, 3, 2), "HANA_RATE") == ["closed"]


def test_a_correction_changes_the_level_from_its_day(outcome):
    supplier = outcome.application.supplier
    later = make_outcome(ratings=["2", "2"], letter="D")
    Outcome.objects.filter(pk=outcome.pk).update(current=False)
    later.application = outcome.application
    dated(later, date(2026, 10, 5), outcome.valid_until)
    make_ruling(outcome, date(2026, 10, 1), RulingKind.CORRECTION, successor=later)

    found = [states(supplier, day, "BONUS_POINTS") for day in (date(2026, 9, 30), date(2026, 10, 1))]

    assert found == [["open"], ["closed"]]
    assert [(event.kind, event.on.day, event.effective.day) for event in events_of(supplier)] == [
        ("published", 1, 1),
        ("corrected", 5, 1),
    ]


def test_facts_hold_for_their_days_alone(outcome):
    supplier = outcome.application.supplier
    said = {"supplier": supplier, "fact": "sanction_within_3_years", "source": "제재현황목록"}
    recorded = {"recorded_by": make_user(), "recorded_at": datetime(2026, 8, 1, 9, tzinfo=KST)}
    Finding.objects.create(**said, value="false", from_on=date(2026, 8, 1), until_on=date(2026, 12, 31), **recorded)

    days = [date(2026, 7, 31), date(2026, 8, 1), date(2026, 12, 31), date(2027, 1, 1)]

    found = [states(supplier, day, "EXCELLENT_REGISTRY") for day in days]
    assert found == [["pending"], ["open"], ["open"], ["pending"]]
    assert states(supplier, days[1], "EXCELLENT_REGISTRY", known_on=days[0]) == ["pending"]


def test_an_exclusion_of_the_last_three_years_closes_the_register_whatever_was_looked_up(outcome):
    supplier, (first, second) = outcome.application.supplier, [make_user(Role.AGENCY) for _n in range(2)]
    said = {"supplier": supplier, "fact": "sanction_within_3_years", "source": "–", "value": "false"}
    Finding.objects.create(**said, from_on=date(2026, 7, 1), recorded_by=first)
    Sanction.objects.create(
        business_number=supplier.business_number,
        company=supplier.name,
        begins_on=date(2023, 1, 1),
        ends_on=date(2023, 8, 1),
        reason="–",
        source="처분 제1호",
        proposed_by=first,
        decided_by=second,
        decided_at=datetime(2026, 7, 10, 9, tzinfo=KST),
        confirmed=True,
    )

    days = [date(2026, 8, 1), date(2026, 8, 2)]

    assert [states(supplier, day, "EXCELLENT_REGISTRY")[0] for day in days] == ["closed", "open"]
    assert states(supplier, days[0], "EXCELLENT_REGISTRY", known_on=date(2026, 7, 9)) == ["pending"]


def test_the_later_finding_counts(outcome):
    supplier = outcome.application.supplier
    for hour, value in enumerate(["false", "true"]):
        at = datetime(2026, 8, 1, hour, tzinfo=KST)
        said = {"supplier": supplier, "fact": "sanction_within_3_years", "source": "–", "value": value}
        Finding.objects.create(**said, from_on=date(2026, 8, 1), recorded_by=make_user(), recorded_at=at)

    assert states(supplier, date(2026, 8, 2), "EXCELLENT_REGISTRY") == ["closed"]


def test_consent_opens_the_directory_until_it_is_taken_back(outcome):
    supplier, person = outcome.application.supplier, outcome.application.created_by
    given, revoked = datetime(2026, 8, 1, 9, tzinfo=KST), datetime(2026, 9, 1, 9, tzinfo=KST)
    DirectoryConsent.objects.filter(supplier=supplier).delete()
    DirectoryConsent.objects.create(supplier=supplier, given_by=person, given_at=given, revoked_at=revoked)

    days = [date(2026, 7, 31), date(2026, 8, 1), date(2026, 8, 31), date(2026, 9, 1)]

    assert [states(supplier, day, "DIRECTORY")[0] for day in days] == ["closed", "open", "open", "closed"]


def test_designation_stays_pending_while_the_decree_is_blank(outcome):
    assert states(
        outcome.application.supplier, date(2026, 8, 1), "SPECIALIST_ELIGIBILITY", "SPECIALIST_DESIGNATION"
    ) == [
        "open",
        "pending",
    ]


def test_a_bonus_is_judged_on_the_closing_day_of_its_notice(outcome):
    supplier = outcome.application.supplier
    lower(outcome)
    notice = programmes()["MFG-AI-2026"].__class__
    listing = _closing(notice, date(2027, 6, 30))

    found = bonus_of(benefits_of(supplier, date(2028, 1, 1)), listing, [Decimal(3), Decimal(1)])
    without = bonus_of(benefits_of(supplier, date(2028, 1, 1)), _closing(notice, date(2027, 7, 1)), [Decimal(3)])

    assert (found.on, found.answer.points, found.answer.total, found.answer.added) == (date(2027, 6, 30), 2, 5, 1)
    assert [item.counts for item in found.answer.items] == [True, True, False]
    assert (without.answer.points, without.answer.total) == (0, 3)


def _closing(notice, day):
    known = programmes()["MFG-AI-2026"]
    values = {name: getattr(known, name) for name in notice.__dataclass_fields__}
    return notice(**(values | {"closes_on": day, "points": {"3": Decimal(2)}}))


def test_another_suppliers_results_do_not_count(outcome):
    stranger = make_outcome(published=False).application.supplier

    assert events_of(stranger) == []
    assert states(stranger, date(2026, 8, 1), "HANA_RATE") == ["closed"]
