"""Which result a person may read."""

from django.db.models import QuerySet

from applications.people.models import User
from diagnosis.scoring.models import Outcome
from diagnosis.scoring.queries import outcomes_for


def results_for(user: User) -> QuerySet[Outcome]:
    """The outcomes that count today, one for each application, within what this person may see."""
    return (
        outcomes_for(user)
        .filter(current=True, fault="")
        .select_related("application__supplier", "application__round", "run")
    )
