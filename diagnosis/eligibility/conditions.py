"""The conditions of an application, their answers, and how each is told and mended."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.moments import day_text, moment_text
from applications.suppliers.models import PoolState, SupplierType


class Condition(TextChoices):
    """What is asked, in the order in which it is told."""

    STANDING = "standing", _("작성 권한")
    POOL = "pool", _("공급기업 POOL 승인")
    TYPE = "type", _("공급기업 유형")
    SANCTION = "sanction", _("참여 제한")
    TAX = "tax", _("세무 상태")
    REPEAT = "repeat", _("같은 해 진단 횟수")
    APPLIED = "applied", _("중복 신청")
    PERIOD = "period", _("접수 기간")


YES, NO, PENDING = "yes", "no", "pending"


@dataclass(frozen=True)
class Answer:
    """An answer to a condition: whether it lets in, its sentence, and where one goes to mend it."""

    condition: Condition
    state: str
    sentence: str | Promise
    page: str = ""
    label: str | Promise = ""


@dataclass(frozen=True)
class Finding:
    """An answer with the facts of the moment, as text; what the trail keeps."""

    answer: str
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def known(self) -> Answer:
        return ANSWERS[self.answer]

    @property
    def state(self) -> str:
        return self.known.state

    @property
    def sentence(self) -> str:
        """The answer in words, in the language of the page."""
        return str(self.known.sentence) % _spoken(self.facts)

    @property
    def url(self) -> str:
        """Where to mend it, or nothing."""
        if self.known.page == "submissions:detail":
            return reverse(self.known.page, args=[self.facts["application"]])
        return reverse(self.known.page) if self.known.page else ""


_c = Condition
TAX_PAGE = ("taxation:mine", _("세무 상태 보기"))
BEFORE = ("submissions:detail", _("먼저 낸 신청 보기"))
ANSWERS: dict[str, Answer] = {
    "may_write": Answer(_c.STANDING, YES, _("우리 기업의 신청서를 쓸 수 있습니다.")),
    "no_company": Answer(
        _c.STANDING,
        NO,
        _("소속된 기업이 없습니다. 기업 정보를 먼저 등록하세요."),
        "membership:join",
        _("등록된 기업에 합류 요청하기"),
    ),
    "viewer": Answer(
        _c.STANDING,
        NO,
        _("열람 권한만 있어 신청할 수 없습니다. 대표 담당자에게 작성 권한을 요청하세요."),
        "membership:members",
        _("구성원 보기"),
    ),
    "approved": Answer(_c.POOL, YES, _("공급기업 POOL에 승인되어 있습니다.")),
    "not_approved": Answer(
        _c.POOL,
        NO,
        _("공급기업 POOL에 승인된 기업만 신청할 수 있습니다(지금: %(pool)s)."),
        "suppliers:profile",
        _("기업 정보 보기"),
    ),
    "type_admitted": Answer(_c.TYPE, YES, _("이 회차의 지원 대상인 %(own)s 공급기업입니다.")),
    "type_later": Answer(
        _c.TYPE,
        NO,
        _(
            "이 회차의 지원 대상은 %(allowed)s 공급기업입니다(우리 기업: %(own)s). "
            "%(own)s 공급기업은 %(later)s 회차부터 신청할 수 있습니다."
        ),
        "rounds:list",
        _("모집 회차 보기"),
    ),
    "type_never": Answer(
        _c.TYPE,
        NO,
        _("이 회차의 지원 대상은 %(allowed)s 공급기업입니다(우리 기업: %(own)s)."),
        "rounds:list",
        _("모집 회차 보기"),
    ),
    "clear": Answer(_c.SANCTION, YES, _("적용 중인 참여 제한이 없습니다.")),
    "excluded": Answer(
        _c.SANCTION,
        NO,
        _("%(ends_on)s까지 참여가 제한되어 있습니다. 사유: %(reason)s (근거: %(source)s)"),
        "notices:list",
        _("받은 안내 보기"),
    ),
    "active": Answer(_c.TAX, YES, _("계속사업자로 확인되었습니다(%(checked_at)s).")),
    "suspended": Answer(
        _c.TAX,
        NO,
        _("국세청에 휴업으로 등록되어 있습니다(%(checked_at)s 확인)."),
        *TAX_PAGE,
    ),
    "closed": Answer(
        _c.TAX,
        NO,
        _("국세청에 폐업으로 등록되어 있습니다(%(checked_at)s 확인)."),
        *TAX_PAGE,
    ),
    "unregistered": Answer(
        _c.TAX,
        NO,
        _("국세청에 등록되지 않은 사업자등록번호입니다(%(checked_at)s 확인)."),
        *TAX_PAGE,
    ),
    "unchecked": Answer(
        _c.TAX,
        PENDING,
        _("세무 상태를 아직 확인하지 않았습니다. 신청서는 쓸 수 있고, 운영기관이 요건을 검토할 때 확인합니다."),
        *TAX_PAGE,
    ),
    "stale": Answer(
        _c.TAX,
        PENDING,
        _(
            "세무 상태를 확인한 지 오래되었습니다(%(checked_at)s). "
            "신청서는 쓸 수 있고, 운영기관이 요건을 검토할 때 다시 확인합니다."
        ),
        *TAX_PAGE,
    ),
    "tax_needed": Answer(
        _c.TAX,
        NO,
        _("세무 상태가 확인되지 않아 신청할 수 없습니다. 다시 조회하거나 운영기관의 확인을 기다려 주세요."),
        *TAX_PAGE,
    ),
    "not_repeated": Answer(
        _c.REPEAT, YES, _("%(year)s년 회차에서 이 트랙의 진단을 받은 적이 없습니다(한 해 %(limit)s번까지).")
    ),
    "repeats_left": Answer(
        _c.REPEAT,
        YES,
        _("%(year)s년 회차에서 이 트랙의 진단을 %(used)s번 받았거나 받고 있습니다(한 해 %(limit)s번까지)."),
    ),
    "in_line": Answer(
        _c.REPEAT,
        PENDING,
        _(
            "%(year)s년 다른 회차의 같은 트랙에서 자리를 기다리고 있습니다(%(application)s). "
            "신청할 수 있지만, 진단은 한 해에 %(limit)s번까지이므로 두 곳 모두 선정되면 하나는 철회해야 합니다."
        ),
        *BEFORE,
    ),
    "diagnosed": Answer(
        _c.REPEAT,
        NO,
        _(
            "%(year)s년 회차에서 이미 이 트랙의 진단을 받았습니다(%(application)s). "
            "같은 트랙의 진단은 한 해에 %(limit)s번까지이고, "
            "%(again)s년 회차부터 다시 신청할 수 있습니다."
        ),
        *BEFORE,
    ),
    "diagnosed_for_good": Answer(
        _c.REPEAT,
        NO,
        _(
            "%(year)s년 회차에서 이미 이 트랙의 진단을 받았습니다(%(application)s). "
            "같은 트랙의 진단은 한 해에 %(limit)s번까지이고, "
            "언제 다시 신청할 수 있는지는 정해지지 않았습니다."
        ),
        *BEFORE,
    ),
    "under_way": Answer(
        _c.REPEAT,
        NO,
        _(
            "%(year)s년 다른 회차에 낸 같은 트랙의 신청이 진행 중입니다(%(application)s). 같은 트랙의 진단은 한 해에 "
            "%(limit)s번까지이고, 그 신청을 철회하면 이 회차에 신청할 수 있습니다."
        ),
        *BEFORE,
    ),
    "not_applied": Answer(_c.APPLIED, YES, _("이 회차의 이 트랙에 낸 신청이 없습니다.")),
    "begun": Answer(
        _c.APPLIED,
        YES,
        _("작성 중인 신청이 있어 이어서 쓸 수 있습니다."),
        "submissions:detail",
        _("이어서 쓰기"),
    ),
    "applied": Answer(
        _c.APPLIED,
        NO,
        _("이미 신청했습니다(%(application)s). 회차와 트랙마다 한 번만 신청할 수 있습니다."),
        "submissions:detail",
        _("신청 보기"),
    ),
    "open": Answer(_c.PERIOD, YES, _("%(closes_at)s까지 접수합니다.")),
    "not_yet": Answer(_c.PERIOD, NO, _("%(opens_at)s부터 신청할 수 있습니다."), "rounds:list", _("모집 회차 보기")),
    "over": Answer(_c.PERIOD, NO, _("%(closes_at)s에 접수가 마감되었습니다."), "rounds:list", _("모집 회차 보기")),
}


def type_names(codes: str) -> str:
    """Supplier types in words, from their codes parted by commas."""
    labels = dict(SupplierType.choices)
    return ", ".join(str(labels.get(code, code)) for code in codes.split(",") if code) or str(_("미정"))


def _spoken(facts: Mapping[str, str]) -> dict[str, str]:
    return {name: _fact(name, value) for name, value in facts.items()}


def _fact(name: str, value: str) -> str:
    if name.endswith("_at"):
        return moment_text(datetime.fromisoformat(value))
    if name.endswith("_on"):
        return day_text(date.fromisoformat(value))
    if name in ("own", "allowed"):
        return type_names(value)
    return str(PoolState(value).label) if name == "pool" else value
