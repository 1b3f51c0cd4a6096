"""Letters are written in the language of who reads them, whoever causes them."""

import pytest
from django.conf import settings
from django.core import mail
from django.urls import reverse
from django.utils import translation

from applications.filing.workflow import State
from applications.notices.models import Notice
from applications.notices.services import deliver, notify
from applications.people.models import User
from applications.roles import Role
from applications.seats.letters import tell_rejected
from tests.factories.filing import make_application
from tests.factories.people import make_member, make_user
from tests.factories.signup import FORM
from tests.factories.suppliers import make_supplier

pytestmark = pytest.mark.django_db


def test_each_reads_the_same_fact_in_their_own_language():
    supplier = make_supplier()
    korean, english = make_member(supplier), make_member(supplier, language="en")
    application = make_application(supplier=supplier, state=State.INELIGIBLE, state_reason="서류")

    with translation.override("en"):
        tell_rejected(application)

    told = {notice.recipient_id: notice.subject for notice in Notice.objects.all()}
    assert told[korean.pk] == "요건 부적합 판정 안내"
    assert told[english.pk] == translation.gettext("요건 부적합 판정 안내") or told[english.pk].isascii()
    assert told[english.pk] != told[korean.pk]


def test_words_said_beforehand_stay_in_the_language_of_who_said_them():
    """What a letter is when it is not said lazily: the fault that the test above would find."""
    person = make_user(language="en")

    notify([person], key="x", subject=translation.gettext("알림"), body="")

    assert Notice.objects.get().subject == "알림"


def test_the_frame_of_the_letter_speaks_the_same_language():
    notify([make_user(name="Kim", language="en")], key="x", subject="s", body="b")

    deliver()

    assert "Kim" in mail.outbox[0].body
    assert "안녕하세요" not in mail.outbox[0].body


def test_the_switch_on_the_page_sets_the_language_of_letters(client):
    person = make_user()
    client.force_login(person)

    client.post(reverse("set_language"), {"language": "en", "next": "/home/"})

    assert User.objects.get(pk=person.pk).language == "en"


@pytest.mark.parametrize("language", ["", "de", "en\0"])
def test_an_unknown_language_changes_nothing(client, language: str):
    person = make_user()
    client.force_login(person)

    client.post(reverse("set_language"), {"language": language})

    assert User.objects.get(pk=person.pk).language == "ko"


def test_the_account_page_sets_letters_and_pages(client):
    person = make_user()
    client.force_login(person)

    client.post(reverse("people:account"), {"name": "Kim", "phone": "", "language": "en"})

    assert User.objects.get(pk=person.pk).language == "en"
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"


def test_who_signs_up_in_english_is_written_to_in_english(client):
    client.post(reverse("account_signup"), FORM, headers={"accept-language": "en"})

    assert User.objects.get().language == "en"


def test_a_device_without_a_choice_speaks_the_persons_language_after_log_in(client, settings):
    settings.ACCOUNT_EMAIL_VERIFICATION = "none"
    person = make_user(Role.SUPPLIER, language="en")

    answer = client.post(reverse("account_login"), {"login": person.email, "password": "열려라-참깨-2026"})

    assert answer.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"


def test_a_device_with_a_choice_keeps_it(client, settings):
    settings.ACCOUNT_EMAIL_VERIFICATION = "none"
    person = make_user(Role.SUPPLIER, language="en")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ko"

    answer = client.post(reverse("account_login"), {"login": person.email, "password": "열려라-참깨-2026"})

    assert settings.LANGUAGE_COOKIE_NAME not in answer.cookies
