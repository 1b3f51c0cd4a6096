"""What a notice is about, and how a person wants to hear of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """The matters of a notice; preferences are kept by them."""

    FILING = "filing", _("접수와 보완")
    SEAT = "seat", _("선정과 기업부담금")
    RESULT = "result", _("진단 결과와 이의신청")
    PANEL = "panel", _("위촉과 평가")
    DOCUMENT = "document", _("증빙 문서의 기한")
    POOL = "pool", _("공급기업 POOL 등록")
    ROUND = "round", _("회차 일정 변경")
    REMINDER = "reminder", _("마감 미리 알림")
    MEMBER = "member", _("구성원과 합류 요청")
    WORK = "work", _("업무 처리 요청")


class Delivery(models.TextChoices):
    """When the letter of a notice leaves; every notice stands in the portal at once."""

    NOW = "now", _("바로 메일")
    DIGEST = "digest", _("하루 한 번 모아서 메일")
    PORTAL = "portal", _("포털에서만")


FIXED = frozenset({Kind.FILING, Kind.SEAT, Kind.RESULT})
"""Acts from whose notice a period runs (supplement, payment, objection): their letters always leave at once."""
