"""The roles of the programme; a person holds exactly one."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """Who somebody is to the programme. SYSTEM is the portal itself and never a person."""

    SUPPLIER = "supplier", _("공급기업")
    ASSESSOR = "assessor", _("진단위원")
    OPERATOR = "operator", _("운영기관")
    AGENCY = "agency", _("전담기관")
    MINISTRY = "ministry", _("전담부처")
    AUDITOR = "auditor", _("감사")
    SYSTEM = "system", _("시스템")


PEOPLE = frozenset(Role) - {Role.SYSTEM}
OFFICIALS = frozenset({Role.OPERATOR, Role.AGENCY, Role.MINISTRY, Role.AUDITOR})
NEEDS_SECOND_FACTOR = OFFICIALS | {Role.ASSESSOR}
SEES_EVERY_CASE = frozenset({Role.OPERATOR, Role.AGENCY, Role.AUDITOR})
