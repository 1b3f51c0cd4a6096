"""Coming in: signing up with a confirmed address, and the first log-in of those who need a second factor."""

import base64
import hashlib
import hmac
import re
import struct
import time

from django.core import mail
from django.core.management import call_command

from applications.people.models import User
from tests.factories.signup import FORM, PASSWORD, PERSON
from tests.flows.visitor import Visitor

FIRST = "first@example.org"


def sign_up() -> Visitor:
    """A visitor becomes the owner of a company: form, letter, confirmation, log-in."""
    visitor = Visitor().open("/").follow("회원가입")
    visitor.send("가입하기", FORM)
    confirm(visitor, PERSON["email"])
    return log_in(visitor, PERSON["email"], PASSWORD)


def confirm(visitor: Visitor, email: str) -> Visitor:
    """Open the link of the letter that came last, and say that the address is right."""
    return visitor.open(link_in_letter(email, "confirm-email")).press("확인")


def link_in_letter(email: str, kind: str) -> str:
    """The path in the letter that came last."""
    letter = mail.outbox[-1]
    assert letter.to == [email]
    found = re.search(rf"https?://[^/\s]+(/accounts/{kind}/\S+)", letter.body)
    assert found, letter.body
    return found[1]


def log_in(visitor: Visitor, email: str, password: str) -> Visitor:
    """The log-in page with address and password."""
    return visitor.open("/accounts/login/").send("로그인", {"login": email, "password": password})


def first_of_the_agency() -> Visitor:
    """The account that a new installation begins with, made on its command line."""
    call_command("createsuperuser", interactive=False, email=FIRST, name="정전담")
    person = User.objects.get(email=FIRST)
    person.set_password(PASSWORD)
    person.save()
    return with_second_factor(Visitor(), FIRST)


def invited(email: str) -> Visitor:
    """Somebody who was brought in opens the letter, chooses a password and sets up the second factor."""
    visitor = Visitor().open(link_in_letter(email, "password/reset/key"))
    visitor.send("비밀번호 변경", {"password1": PASSWORD, "password2": PASSWORD})
    return with_second_factor(visitor, email)


def with_second_factor(visitor: Visitor, email: str) -> Visitor:
    """The first log-in leads to the second factor before anything else."""
    log_in(visitor, email, PASSWORD).send("확인", {"password": PASSWORD}).reads("인증 앱 등록")
    secret = re.search(r"<code>([A-Z2-7]+)</code>", visitor.content.decode())
    assert secret
    visitor.send("등록하기", {"code": one_time_code(secret[1])})
    return visitor.open("/home/")


def one_time_code(secret: str) -> str:
    """What an authenticator app shows now (RFC 6238: SHA-1, 30 seconds, 6 digits)."""
    counter = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    (number,) = struct.unpack(">I", digest[start : start + 4])
    return f"{(number & 0x7FFFFFFF) % 10**6:06d}"
