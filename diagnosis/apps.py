from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DiagnosisConfig(AppConfig):
    """What: answers, evidence, marks, outcomes and reports."""

    name = "diagnosis"
    verbose_name = _("진단")
    default_auto_field = "django.db.models.BigAutoField"
