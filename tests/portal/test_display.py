from django.test import RequestFactory

from portal.display import Display, display, display_of


def asked(cookie: str = "", **data: str):
    request = RequestFactory(headers={"cookie": f"display={cookie}"}).post("/display/", data)
    return display(request)


def test_choice_is_kept_and_leads_back():
    answer = asked(text="large", next="/model/?a=1")
    assert (answer.status_code, answer["Location"]) == (302, "/model/?a=1")
    assert answer.cookies["display"].value == "large.normal"


def test_one_choice_leaves_the_other():
    assert asked(cookie="large.normal", contrast="high-contrast").cookies["display"].value == "large.high-contrast"


def test_unknown_choice_counts_as_normal():
    assert asked(text="<script>").cookies["display"].value == "normal.normal"


def test_foreign_address_is_not_followed():
    assert asked(text="large", next="https://example.org/")["Location"] == "/"


def test_unknown_cookie_counts_as_normal():
    request = RequestFactory(headers={"cookie": "display=huge.pink"}).get("/")
    assert display_of(request) == Display("normal", "normal")


def test_only_post_changes_the_choice():
    assert display(RequestFactory().get("/display/")).status_code == 405
