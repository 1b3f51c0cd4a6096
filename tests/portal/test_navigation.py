from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import translation

from applications.people.models import User
from applications.roles import PEOPLE, Role
from portal import navigation


def test_every_role_has_a_menu():
    assert set(navigation.MENUS) == set(PEOPLE)


def left_out() -> list[tuple[str, str]]:
    """Role and label of every entry that names no page, or one whose door is shut to the role."""
    return [
        (role, label)
        for role, menu in navigation.MENUS.items()
        for label, _name in (*menu, *navigation.ACCOUNT_MENU)
        if label
        not in {link.label for link in navigation.menu_for(User(role=role))}
        | {link.label for link in navigation._links(navigation.ACCOUNT_MENU, role)}
    ]


def test_every_entry_of_a_menu_leads_to_a_page_that_lets_its_role_in():
    assert left_out() == []
    assert len(navigation.menu_for(AnonymousUser())) == len(navigation.PUBLIC_MENU)


def test_a_closed_door_is_left_out(monkeypatch):
    monkeypatch.setitem(navigation.MENUS, Role.SUPPLIER, (("채점", "scoring:list"),))
    assert left_out() == [(Role.SUPPLIER, "채점")]
    assert navigation.menu_for(User(role=Role.SUPPLIER)) == ()


def test_entry_without_a_page_is_left_out(monkeypatch):
    monkeypatch.setitem(navigation.MENUS, Role.SUPPLIER, (("없음", "no:such"), ("나의 홈", "workspace")))
    assert [link.label for link in navigation.menu_for(User(role=Role.SUPPLIER))] == ["나의 홈"]


def test_visitor_sees_the_public_menu():
    assert "진단모델" in [str(link.label) for link in navigation.menu_for(AnonymousUser())]


@pytest.mark.parametrize("role", sorted(PEOPLE))
def test_every_role_finds_its_way_home(role):
    assert navigation.menu_for(User(role=role))[0].url == "/home/"


def test_demonstration_log_ins_stay_out_of_service(settings):
    settings.DEMO = False
    assert navigation.demo_logins() == {"accounts": (), "password": ""}


def test_demonstration_names_its_log_ins(settings):
    settings.DEMO = True
    emails = [email for _label, email in navigation.demo_logins()["accounts"]]
    assert emails == [
        f"{name}@example.kr"
        for name in ("supplier", "newcomer", "applicant", "assessor", "operator", "agency", "ministry", "auditor")
    ]


@pytest.mark.parametrize(
    ("path", "entry"),
    [("/applications/A-26-0001/", "/applications/"), ("/home/", "/home/"), ("/home/else/", ""), ("/nowhere/", "")],
)
def test_a_page_lies_under_its_menu_entry(rf, path, entry):
    request = rf.get(path)
    request.user = User(role=Role.SUPPLIER)
    assert navigation.shell(request)["here"] == entry


def test_footer_names_who_runs_the_programme_on_the_day():
    korean = dict(navigation._organisations(date(2026, 6, 1), "ko"))
    assert list(korean) == ["전담부처", "전담기관", "운영기관"]
    assert korean["전담기관"] == "중소기업기술정보진흥원 인공지능혁신추진단"


def test_footer_follows_the_language():
    with translation.override("en"):
        names = [name for _role, name in navigation._organisations(date(2026, 6, 1), "en")]
    assert names[1] == "TIPA Artificial Intelligence Innovation Office"
