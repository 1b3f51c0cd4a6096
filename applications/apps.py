from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApplicationsConfig(AppConfig):
    """Who and when: people, suppliers, rounds and the life of an application."""

    name = "applications"
    verbose_name = _("신청")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Registers the system checks; they read models, which are not there while this module loads.
        from applications.people import checks  # noqa: F401
