"""What stands around every page: the menu of each role, the account menu, the service's own names."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.roles import Role
from portal.display import CONTRASTS, TEXTS, display_of

Label = str | Promise


@dataclass(frozen=True)
class Link:
    """One entry of a menu that leads somewhere."""

    label: Label
    url: str


PUBLIC_MENU: tuple[tuple[Label, str], ...] = (
    (_("모집 회차"), "rounds:index"),
    (_("진단모델"), "model"),
    (_("공급기업 찾기"), "suppliers:directory"),
    (_("진단서 확인"), "results:verify"),
    (_("공지"), "notices:index"),
)
MENUS: dict[str, tuple[tuple[Label, str], ...]] = {
    Role.SUPPLIER: (
        (_("나의 홈"), "workspace"),
        (_("기업 정보"), "suppliers:mine"),
        (_("모집 회차"), "rounds:index"),
        (_("나의 신청"), "submissions:index"),
        (_("진단 결과"), "results:index"),
        (_("진단모델"), "model"),
    ),
    Role.ASSESSOR: (
        (_("나의 홈"), "workspace"),
        (_("배정된 진단"), "panels:assignments"),
        (_("진단모델"), "model"),
    ),
    Role.OPERATOR: (
        (_("할 일"), "workspace"),
        (_("공급기업"), "suppliers:index"),
        (_("신청 관리"), "cases:index"),
        (_("수수료"), "fees:index"),
        (_("진단위원"), "panels:index"),
        (_("채점"), "scoring:index"),
        (_("알림"), "notices:index"),
    ),
    Role.AGENCY: (
        (_("할 일"), "workspace"),
        (_("모집 회차"), "rounds:index"),
        (_("신청 현황"), "cases:index"),
        (_("채점과 확정"), "scoring:index"),
        (_("진단 결과"), "results:index"),
        (_("현황판"), "dashboard"),
    ),
    Role.MINISTRY: (
        (_("현황판"), "workspace"),
        (_("진단 결과"), "results:index"),
        (_("모집 회차"), "rounds:index"),
        (_("진단모델"), "model"),
    ),
    Role.AUDITOR: (
        (_("나의 홈"), "workspace"),
        (_("신청 현황"), "cases:index"),
        (_("채점 기록"), "scoring:index"),
        (_("감사 기록"), "audit:index"),
    ),
}
ACCOUNT_MENU: tuple[tuple[Label, str], ...] = (
    (_("내 정보"), "people:me"),
    (_("이메일"), "account_email"),
    (_("비밀번호 변경"), "account_change_password"),
    (_("2단계 인증"), "mfa_index"),
)
DEMO_LOGINS: tuple[tuple[Role, str], ...] = tuple(
    (role, f"{role.value}@example.kr") for role in Role if role is not Role.SYSTEM
)
FOOTER_MENU: tuple[tuple[Label, str], ...] = (
    (_("개인정보 처리방침"), "privacy"),
    (_("웹 접근성 안내"), "accessibility"),
)


def menu_for(user: Any) -> tuple[Link, ...]:
    """The main menu of a person, or the public one for a visitor; entries without a page are left out."""
    return _resolved(MENUS.get(user.role, PUBLIC_MENU) if user.is_authenticated else PUBLIC_MENU)


def unresolved() -> list[str]:
    """Names in the menus that no page answers to; empty when the portal is whole."""
    menus = (PUBLIC_MENU, *MENUS.values(), ACCOUNT_MENU, FOOTER_MENU)
    names = {name for menu in menus for _label, name in menu}
    return sorted(name for name in names if _address(name) is None)


def shell(request: HttpRequest) -> dict[str, Any]:
    """What base.html says around a page; reads no table."""
    user = request.user
    account = _resolved(ACCOUNT_MENU) if user.is_authenticated else ()
    return {
        "main_menu": menu_for(user),
        "account_menu": account,
        "account_links": [(link.label, link.url) for link in account],
        "footer_menu": _resolved(FOOTER_MENU),
        "organisations": getattr(settings, "ORGANISATIONS", ()),
        "is_demo": settings.DEMO,
        "official_banner": settings.OFFICIAL_BANNER,
        "languages": settings.LANGUAGES,
        "display": display_of(request),
        "display_url": _address("display"),
        "texts": TEXTS,
        "contrasts": CONTRASTS,
    }


def demo_logins() -> dict[str, Any]:
    """The log-ins printed on the log-in page of a demonstration; empty elsewhere."""
    if not settings.DEMO:
        return {"accounts": (), "password": ""}
    return {"accounts": [(role.label, email) for role, email in DEMO_LOGINS], "password": getattr(settings, "DEMO_PASSWORD", "")}


@lru_cache(maxsize=64)
def _resolved(menu: tuple[tuple[Label, str], ...]) -> tuple[Link, ...]:
    found = ((label, _address(name)) for label, name in menu)
    return tuple(Link(label, url) for label, url in found if url is not None)


@lru_cache(maxsize=64)
def _address(name: str) -> str | None:
    try:
        return reverse(name)
    except NoReverseMatch:
        return None
