"""What stands around every page: the menu of each role, the account menu, the service's own names."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from applications import clock
from applications.access import PUBLIC
from applications.roles import Role
from applications.rounds.wording import in_language
from grading.load import load_scheme, scheme_codes
from portal.demo.people import ACCOUNTS
from portal.display import CONTRASTS, TEXTS, display_of

Label = str | Promise
Menu = tuple[tuple[Label, str], ...]


@dataclass(frozen=True)
class Link:
    """One entry of a menu that leads somewhere."""

    label: Label
    url: str


PUBLIC_MENU: Menu = (
    (_("공급기업 찾기"), "directory:list"),
    (_("모집 회차"), "rounds:list"),
    (_("진단모델"), "model"),
    (_("통계"), "statistics"),
    (_("확인서 확인"), "checks:start"),
)
MENUS: dict[str, Menu] = {
    Role.SUPPLIER: (
        (_("나의 홈"), "workspace"),
        (_("기업 정보"), "suppliers:profile"),
        (_("증빙 보관함"), "documents:list"),
        (_("나의 신청"), "submissions:list"),
        (_("진단 결과"), "results:list"),
        (_("혜택"), "benefits:own"),
        (_("모집 회차"), "rounds:list"),
        (_("진단모델"), "model"),
    ),
    Role.ASSESSOR: (
        (_("나의 홈"), "workspace"),
        (_("배정된 진단"), "panels:mine"),
        (_("진단모델"), "model"),
    ),
    Role.OPERATOR: (
        (_("할 일"), "workspace"),
        (_("모집 회차"), "rounds:list"),
        (_("공급기업"), "suppliers:list"),
        (_("신청 목록"), "cases:list"),
        (_("기업부담금"), "fees:list"),
        (_("진단위원"), "panels:list"),
        (_("채점"), "scoring:list"),
        (_("결과 문서"), "batches:list"),
    ),
    Role.AGENCY: (
        (_("할 일"), "workspace"),
        (_("모집 회차"), "rounds:list"),
        (_("공급기업"), "suppliers:list"),
        (_("신청 목록"), "cases:list"),
        (_("채점"), "scoring:list"),
        (_("정정·취소"), "rulings:list"),
        (_("진단 체계"), "schemes:list"),
        (_("등급선 모의"), "line_drawing"),
        (_("결과 문서"), "batches:list"),
        (_("담당자"), "people:officials"),
    ),
    Role.MINISTRY: (
        (_("현황판"), "workspace"),
        (_("진단 결과"), "results:list"),
        (_("진단 체계"), "schemes:list"),
        (_("등급선 모의"), "line_drawing"),
        (_("모집 회차"), "rounds:list"),
        (_("진단모델"), "model"),
    ),
    Role.AUDITOR: (
        (_("나의 홈"), "workspace"),
        (_("공급기업"), "suppliers:list"),
        (_("신청 목록"), "cases:list"),
        (_("기업부담금"), "fees:list"),
        (_("진단위원"), "panels:list"),
        (_("채점"), "scoring:list"),
        (_("정정·취소"), "rulings:list"),
        (_("진단 체계"), "schemes:list"),
        (_("감사 기록"), "audit:list"),
    ),
}
ACCOUNT_MENU: Menu = (
    (_("알림"), "notices:list"),
    (_("일정"), "deadlines:list"),
    (_("내 정보"), "people:account"),
    (_("이메일"), "account_email"),
    (_("비밀번호 변경"), "account_change_password"),
    (_("2단계 인증"), "mfa_index"),
)
FOOTER_ROLES = (Role.MINISTRY, Role.AGENCY, Role.OPERATOR)


def menu_for(user: Any) -> tuple[Link, ...]:
    """The main menu of a person, or the public one for a visitor; never leads to a page that would turn them away."""
    if not user.is_authenticated:
        return _links(PUBLIC_MENU, "")
    return _links(MENUS.get(user.role, PUBLIC_MENU), user.role)


def shell(request: HttpRequest) -> dict[str, Any]:
    """What base.html says around a page; reads no table."""
    user: Any = request.user
    menu = menu_for(user)
    account = _links(ACCOUNT_MENU, user.role) if user.is_authenticated else ()
    return {
        "main_menu": menu,
        "here": _nearest(menu, request.path),
        "account_menu": account,
        "account_links": [(link.label, link.url) for link in account],
        "organisations": _organisations(clock.today(), get_language() or "ko"),
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
    return {
        "accounts": ACCOUNTS,
        "password": getattr(settings, "DEMO_PASSWORD", ""),
    }


@lru_cache(maxsize=64)
def _links(menu: Menu, role: str) -> tuple[Link, ...]:
    found = ((label, _address(name)) for label, name in menu)
    return tuple(Link(label, url) for label, url in found if url is not None and _is_open(url, role))


@lru_cache(maxsize=8)
def _organisations(day: date, language: str) -> tuple[tuple[Label, str], ...]:
    """Who runs the programme on a day, from the newest scheme; the language only tells cached answers apart."""
    scheme = load_scheme(scheme_codes()[-1])
    held = ((role, scheme.organisation(role.name, day)) for role in FOOTER_ROLES)
    return tuple((role.label, in_language(found.name, found.name_en)) for role, found in held if found)


def _nearest(menu: tuple[Link, ...], path: str) -> str:
    """The address of the entry under which a page lies, or nothing; the home pages hold only themselves."""
    above = [link.url for link in menu if path == link.url or (path.startswith(link.url) and link.url not in _homes())]
    return max(above, key=len, default="")


def _homes() -> tuple[str, ...]:
    return (reverse("home"), reverse("workspace"))


def _is_open(address: str, role: str) -> bool:
    """Whether the door of applications.access lets the role in; pages without a door are open."""
    who = getattr(resolve(address).func, "who", PUBLIC)
    return who == PUBLIC or role in who


@lru_cache(maxsize=64)
def _address(name: str) -> str | None:
    try:
        return reverse(name)
    except NoReverseMatch:
        return None
