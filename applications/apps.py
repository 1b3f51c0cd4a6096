from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApplicationsConfig(AppConfig):
    """Who and when: people, suppliers, rounds and the life of an application."""

    name = "applications"
    verbose_name = _("신청")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Registers system checks, hears of confirmed addresses, brings the words of moves: all of it reads models,
        # which are not there while this loads.
        from applications.audit.words import name_moves
        from applications.filing.workflow import MOVES, State
        from applications.membership import confirming  # noqa: F401
        from applications.people import checks  # noqa: F401
        from applications.suppliers.entry.changes.models import ChangeState
        from applications.suppliers.entry.changes.moves import CHANGE_MOVES
        from applications.suppliers.models import PoolState
        from applications.suppliers.pool import POOL_MOVES

        name_moves("application", ((move.name, move.label) for move in MOVES), dict(State.choices))
        name_moves("change", ((move.name, move.label) for move in CHANGE_MOVES), dict(ChangeState.choices))
        name_moves("supplier", ((move.name, move.label) for move in POOL_MOVES), dict(PoolState.choices))
