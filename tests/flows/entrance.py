"""Coming in: signing up with a confirmed address, and the first log-in of those who need a second factor."""

import base64
import hashlib
import hmac
import re
import struct
import time

from django.core import mail

from applications.people.models import User
from tests.factories.signup import FORM, PASSWORD, PERSON
from tests.flows.visitor import Visitor


def sign_up() -> Visitor:
    """A visitor becomes the owner of a company: form, letter, confirmation, log-in."""
    visitor = Visitor().open("/").follow("회원가입")
    visitor.send("가입하기", FORM)
    confirm(visitor, PERSON["email"])
    return log_in(visitor, PERSON["email"], PASSWORD)


def confirm(visitor: Visitor, email: str) -> Visitor:
    """Open the link of the letter that came last, and say that the address is right."""
    letter = mail.outbox[-1]
    assert letter.to == [email]
    found = re.search(r"https?://[^/\s]+(/accounts/confirm-email/\S+)", letter.body)
    assert found, letter.body
    return visitor.open(found[1]).press("확인")


def log_in(visitor: Visitor, email: str, password: str) -> Visitor:
    """The log-in page with address and password."""
    return visitor.open("/accounts/login/").send("로그인", {"login": email, "password": password})


def official(person: User, password: str) -> Visitor:
    """Somebody who needs a second factor logs in for the first time and sets it up on the way."""
    visitor = confirm(log_in(Visitor(), person.email, password), person.email)
    log_in(visitor, person.email, password).send("확인", {"password": password}).reads("인증 앱 등록")
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
