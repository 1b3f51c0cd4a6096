from datetime import timedelta

import pytest

from applications import clock
from diagnosis.checks.queries import CheckState, answer_of, changed_since
from diagnosis.rulings.models import RulingKind
from diagnosis.scoring.models import Outcome
from tests.factories.certificates import make_certificate
from tests.factories.outcomes import make_outcome
from tests.factories.rulings import make_ruling

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def published(days_ago: int, lasts: int = 1000) -> Outcome:
    outcome = make_outcome()
    outcome.published_at = clock.now() - DAY * days_ago
    outcome.valid_until = clock.today() + DAY * (lasts - days_ago)
    outcome.save()
    return outcome


def test_a_certificate_counts_from_its_publication_to_its_last_day():
    certificate, today = make_certificate(published(10, lasts=20)), clock.today()

    states = [answer_of(certificate, today + DAY * day).state for day in (-11, -10, 0, 10, 11)]

    expired, valid = CheckState.EXPIRED, CheckState.VALID
    assert states == [CheckState.NOT_YET, valid, valid, valid, expired]


def test_revoked_today_is_still_valid_for_yesterday_and_says_so():
    certificate, today = make_certificate(published(10)), clock.today()
    make_ruling(certificate.outcome, today)

    yesterday = answer_of(certificate, today - DAY)

    assert yesterday.state == CheckState.VALID
    assert answer_of(certificate, today).state == CheckState.REVOKED
    told = changed_since(yesterday)
    assert told is not None
    assert (told.state, told.since) == (CheckState.REVOKED, today)


def test_what_has_not_changed_says_nothing_of_today():
    certificate = make_certificate(published(10))

    assert changed_since(answer_of(certificate, clock.today() - DAY)) is None


def test_a_corrected_result_leads_to_the_certificate_in_its_place():
    first, later, today = published(10), published(3), clock.today()
    Outcome.objects.filter(pk=first.pk).update(current=False)
    Outcome.objects.filter(pk=later.pk).update(application=first.application)
    first.refresh_from_db()
    later.refresh_from_db()
    make_ruling(first, today - DAY * 3, RulingKind.CORRECTION, successor=later)
    old, new = make_certificate(first), make_certificate(later)

    before, after = answer_of(old, today - DAY * 4), answer_of(old, today)

    assert (before.state, before.successor) == (CheckState.VALID, None)
    assert (after.state, after.successor, after.since) == (CheckState.CORRECTED, new, today - DAY * 3)


def test_a_later_version_takes_over_on_the_day_of_its_issue():
    first = make_certificate(published(10))
    second = make_certificate(first.outcome, version=2, issued_at=clock.now() - DAY * 2)
    today = clock.today()

    before, after = answer_of(first, today - DAY * 3), answer_of(first, today - DAY * 2)

    assert (before.state, after.state, after.successor) == (CheckState.VALID, CheckState.REISSUED, second)
    assert answer_of(second, today).state == CheckState.VALID


def test_a_revoked_result_is_revoked_whatever_version_is_asked_for():
    first = make_certificate(published(10))
    make_certificate(first.outcome, version=2)
    make_ruling(first.outcome, clock.today())

    assert answer_of(first, clock.today()).state == CheckState.REVOKED
