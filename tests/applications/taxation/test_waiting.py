"""Since when a company waits for its tax status to be looked up."""

from datetime import timedelta

import pytest
from django.conf import settings

from applications import clock
from applications.roles import Role
from applications.taxation.models import Source, TaxCheck, TaxState
from applications.taxation.queries import WAITING, narrowed, watched_for
from tests.factories.people import make_user
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db


def test_an_answer_that_grew_too_old_waits_from_that_day_and_who_was_never_looked_up_from_entering_the_pool():
    now, long_ago = clock.now(), clock.now() - timedelta(days=1600)
    told, never = (make_supplier(pool_since=long_ago) for _company in range(2))
    at = now - timedelta(days=settings.TAX_STATUS_DAYS + 2)
    TaxCheck.objects.create(supplier=told, source=Source.OFFICE, state=TaxState.ACTIVE, at=at)

    waiting = narrowed(watched_for(make_user(Role.OPERATOR)), WAITING, now)

    assert dict(waiting.values_list("pk", "waits_since")) == {told.pk: now - timedelta(days=2), never.pk: long_ago}
