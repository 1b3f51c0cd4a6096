import pytest
from django.test import Client

from tests.factories.people import make_member
from tests.factories.suppliers import make_supplier

TEXT = "현장 열두 곳에 적용했습니다."
START = "/applications/start/"


@pytest.mark.django_db
def test_a_form_that_met_a_lost_login_shows_its_texts_and_the_way_back():
    answer = Client().post(
        START, {"reason": TEXT, "password": "열려라-참깨-2026"}, headers={"referer": "http://testserver/home/"}
    )

    page = answer.content.decode()
    assert answer.status_code == 401
    assert TEXT in page
    assert "열려라" not in page
    assert "?next=/home/" in page


@pytest.mark.django_db
def test_a_form_without_texts_leads_to_the_login_and_back_to_its_page():
    answer = Client().post(START, {"track": "MFG_AI"}, headers={"referer": "http://testserver/rounds/2026-1/"})

    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/rounds/2026-1/")


@pytest.mark.django_db
def test_a_foreign_page_is_not_led_back_to():
    answer = Client().post(START, {"track": "MFG_AI"}, headers={"referer": "https://example.org/trap"})

    assert answer["Location"] == "/accounts/login/?next=/home/"


@pytest.mark.django_db
def test_a_save_by_script_keeps_the_redirect_it_understands():
    answer = Client().post(START, {"reason": TEXT}, headers={"x-autosave": "1"})

    assert answer.status_code == 302


@pytest.mark.django_db
def test_a_form_of_an_older_login_shows_its_texts():
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_member(make_supplier()))

    answer = client.post(START, {"reason": f"<b>{TEXT}</b>"})

    assert answer.status_code == 403
    assert f"&lt;b&gt;{TEXT}" in answer.content.decode()


@pytest.mark.django_db
def test_an_address_that_only_takes_forms_says_so():
    client = Client()
    client.force_login(make_member(make_supplier()))

    answer = client.get(START)

    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "버튼으로만" in answer.content.decode()
