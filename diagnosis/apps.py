from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from grading.load import add_shelf


class DiagnosisConfig(AppConfig):
    """What: answers, evidence, marks, outcomes and reports."""

    name = "diagnosis"
    verbose_name = _("진단")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Lets the kernel find uploaded schemes; needs models, which are not there while this loads.
        from diagnosis.schemes.shelf import SHELF

        add_shelf(SHELF)
