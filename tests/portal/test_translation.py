"""Every message has its English, and a page in English holds no Korean but what people and notices wrote in Korean."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import polib
import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import translation

from applications.roles import Role
from grading.programme import programme_series
from tests.factories.crowd import Crowd, make_crowd

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "locale/en/LC_MESSAGES/django.po"
HANGUL = re.compile(r"[가-힣ㄱ-ㆎ]")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%|</?\w[^>]*>")
SPOKEN = {"aria-label", "alt", "title", "placeholder", "content", "label"}
MUTE = {"script", "style"}
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr", "path", "rect", "circle"}
PUBLIC = ("home", "account_login", "account_signup", "account_reset_password", "model", "rounds:list")
PAGES = {
    Role.SUPPLIER: ("workspace", "submissions:list", "results:list", "rounds:list", "suppliers:profile"),
    Role.ASSESSOR: ("workspace", "panels:mine", "people:account"),
    Role.OPERATOR: (
        "workspace",
        "suppliers:list",
        "cases:list",
        "fees:list",
        "panels:list",
        "scoring:list",
        "batches:list",
    ),
    Role.AGENCY: ("workspace", "rounds:list", "scoring:list", "people:officials"),
    Role.MINISTRY: ("workspace", "results:list"),
    Role.AUDITOR: ("workspace", "audit:list", "audit:verify"),
}


@pytest.fixture(autouse=True)
def language_of_the_site() -> Iterator[None]:
    """A request leaves its language switched on in the thread; the next test starts in Korean."""
    yield
    translation.activate("ko")


@pytest.fixture(scope="module")
def messages() -> ModuleType:
    """The program that gathers and compiles messages."""
    spec = spec_from_file_location("messages", ROOT / ".ci/messages.py")
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def english() -> polib.POFile:
    return polib.pofile(str(CATALOGUE), check_for_duplicates=True)


def said(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def faults(entry: polib.POEntry) -> list[str]:
    """What is wrong with one translation."""
    found = ["untranslated"] if not all(said(entry)) else []
    found += ["fuzzy"] if entry.fuzzy else []
    found += ["obsolete"] if entry.obsolete else []
    found += ["Korean left"] if HANGUL.search("".join(said(entry))) else []
    asked = sorted(PLACEHOLDER.findall(entry.msgid))
    return found + ["other placeholders" for text in said(entry) if text and sorted(PLACEHOLDER.findall(text)) != asked]


def test_every_message_is_translated_and_keeps_its_placeholders():
    assert {entry.msgid: faults(entry) for entry in english() if faults(entry)} == {}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "untranslated"),
        ("Level %(level)s까지", "Korean left"),
        ("to the Level", "other placeholders"),
        ("to Level %(levels)s", "other placeholders"),
    ],
)
def test_a_faulty_translation_is_found_out(text, fault):
    assert faults(polib.POEntry(msgid="Level %(level)s까지", msgstr=text)) == [fault]


def test_the_catalogue_holds_the_messages_in_use_and_no_others(messages):
    held = {messages.Message(entry.msgid, entry.msgid_plural, entry.msgctxt) for entry in english()}

    in_use = set(messages.messages_in_use())

    assert (in_use - held, held - in_use) == (set(), set()), "run .ci/messages.py --extract and translate"


def test_the_messages_gathered_are_those_that_gettext_gathers(messages, tmp_path):
    if not shutil.which("xgettext"):
        pytest.skip("no xgettext (Debian package gettext)")
    for folder in (*messages.PACKAGES, "templates"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__", "*.css"))
    (tmp_path / "locale").mkdir()
    command = [sys.executable, "-m", "django", "makemessages", "-l", "en", "-v0", "-e", "py,html,txt"]
    bare = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}

    subprocess.run(command, cwd=tmp_path, env=bare, check=True, capture_output=True)

    gathered = polib.pofile(str(tmp_path / "locale/en/LC_MESSAGES/django.po"))
    theirs = {messages.Message(entry.msgid, entry.msgid_plural, entry.msgctxt) for entry in gathered}
    assert set(messages.messages_in_use()) == theirs


def test_gathering_keeps_what_is_translated_and_drops_what_is_gone(messages, tmp_path):
    source = tmp_path / "django.po"
    shutil.copy(CATALOGUE, source)
    messages.extract(source)
    before = polib.pofile(str(source))
    kept, lost = before[0].msgid, before[1].msgid
    before[0].msgstr, before[1].msgid = "Kept", "아무 데도 없는 말"
    before.save()

    assert messages.extract(source) == (1, 1)

    after = polib.pofile(str(source))
    assert after.find(kept).msgstr == "Kept"
    assert after.find(lost).msgstr == ""
    assert after.find("아무 데도 없는 말") is None
    assert messages.extract(source) == (0, 0)


def test_compiling_happens_once_and_again_after_a_change(messages, tmp_path):
    source = tmp_path / "en/LC_MESSAGES/django.po"
    source.parent.mkdir(parents=True)
    shutil.copy(CATALOGUE, source)

    assert messages.compile_changed(tmp_path) == [source]
    assert messages.compile_changed(tmp_path) == []
    assert polib.mofile(str(source.with_suffix(".mo")))[0].msgstr
    source.touch()
    assert messages.compile_changed(tmp_path) == [source]


class Spoken(HTMLParser):
    """The text of a page that is read out as English: not what says it is Korean, nor scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.texts: list[str] = []

    @property
    def is_heard(self) -> bool:
        return not self.open or self.open[-1][1]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        heard = self.is_heard and values.get("lang") != "ko" and tag not in MUTE
        if heard:
            self.texts += [values[name] or "" for name in sorted(SPOKEN & values.keys())]
        if tag not in VOID:
            self.open.append((tag, heard))

    def handle_endtag(self, tag: str) -> None:
        while self.open and tag in {name for name, _heard in self.open} and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self.is_heard:
            self.texts.append(data)


def korean_on(page: str, data: list[str] = ()) -> list[str]:
    """The texts of a page that hold Korean beside the data given, longest data first."""
    spoken = Spoken()
    spoken.feed(page)
    found = []
    for text in spoken.texts:
        for word in data:
            text = text.replace(word, "")
        found += [text.strip()] if HANGUL.search(text) else []
    return found


def written_by_people() -> list[str]:
    """Every text in the database that holds Korean: names, reasons, letters."""
    found: set[str] = set()
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, models.CharField | models.TextField) and not isinstance(field, models.FileField):
                found |= set(model._default_manager.values_list(field.attname, flat=True).distinct())
    return sorted(filter(HANGUL.search, found - {None}), key=len, reverse=True)


def in_korean_only() -> list[str]:
    """What is published in Korean alone: the titles of the sources of public figures."""
    return [point.origin.title for series in programme_series().values() for point in series.points]


def visitor() -> Client:
    client = Client()
    client.post(reverse("set_language"), {"language": "en"})
    return client


@pytest.fixture
def crowd(db: None) -> Crowd:
    """Ten companies with applications in every state, and one person of each role."""
    crowd = make_crowd()
    crowd.grow(10)
    return crowd


def test_public_pages_in_english_hold_no_korean_but_data(crowd):
    client, data = visitor(), written_by_people()

    pages = {name: client.get(reverse(name)).content.decode() for name in PUBLIC}

    assert {name: korean_on(page, data) for name, page in pages.items() if korean_on(page, data)} == {}
    assert all('<html lang="en"' in page for page in pages.values())


@pytest.mark.parametrize("role", PAGES, ids=lambda role: role.value)
def test_pages_of_each_role_in_english_hold_no_korean_but_data(crowd, role):
    client, data = visitor(), [*written_by_people(), *in_korean_only()]
    client.force_login(crowd.people[role])
    client.post(reverse("set_language"), {"language": "en"})

    pages = {name: client.get(reverse(name)).content.decode() for name in PAGES[role]}

    assert {name: korean_on(page, data) for name, page in pages.items() if korean_on(page, data)} == {}


def test_a_page_speaks_the_language_of_its_visitor_whoever_came_first(db):
    english_first, korean = visitor(), Client()

    pages = [client.get(reverse("account_signup")).content.decode() for client in (english_first, korean, visitor())]

    assert ["하이픈은 있어도" in page for page in pages] == [False, True, False]
    assert ["With or without hyphens" in page for page in pages] == [True, False, True]


@pytest.mark.parametrize("name", PUBLIC)
def test_the_language_is_switched_on_the_page_it_is_chosen_on(db, name):
    client, address = Client(), reverse(name)

    answer = client.post(reverse("set_language"), {"language": "en", "next": address})

    assert (answer.status_code, answer["Location"]) == (302, address)
    assert '<html lang="en"' in client.get(address).content.decode()


def test_korean_on_a_page_is_found_out():
    page = '<p>Level <b lang="ko">등급</b> 3</p><p lang="ko">뜻<br>말</p><img alt="그림"><p>가온 and 나라</p>'

    assert korean_on(page, ["가온"]) == ["그림", "and 나라"]
