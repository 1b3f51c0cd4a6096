"""What the certificate says, in Korean and English on one page, and the picture that leads to the check."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from diagnosis.certificates.models import Certificate
from diagnosis.scoring.models import Outcome
from grading.load import load_scheme
from grading.values import Scheme

TEMPLATE = "certificates/certificate.html"
LONG, LONGEST = 20, 45  # characters of a company's name
ISSUERS = ("AGENCY", "OPERATOR")
SENTENCES: dict[str, Callable[[], str]] = {
    "statement": lambda: _("위 기업이 스마트공장 공급기업 역량진단을 받은 결과가 위와 같음을 확인합니다."),
    "ask": lambda: _("지금도 유효한 확인서인지 확인하세요."),
    "how": lambda: _(
        "이 문서는 전자서명되어 있어 한 글자라도 바뀌면 서명이 깨집니다. 종이로 받았다면 위 주소에서 번호로 확인합니다."
    ),
}


class Checkable(Protocol):
    """A sealed paper that is checked by its number."""

    company: str
    company_en: str

    @property
    def printed_number(self) -> str: ...


@dataclass(frozen=True)
class Both:
    """The same in Korean and in English."""

    ko: str
    en: str

    @property
    def is_one(self) -> bool:
        return self.ko == self.en


@dataclass(frozen=True)
class Row:
    """A line of the certificate."""

    label: Both
    value: Both


def certificate_html(certificate: Certificate) -> str:
    """The page as HTML; it holds nothing that depends on who asks or when."""
    outcome = certificate.outcome
    scheme = load_scheme(outcome.application.scheme_code)
    context = {
        "certificate": certificate,
        "outcome": outcome,
        "has_level": outcome.application.track == scheme.level_track,
        "stage": _stage(scheme, outcome),
        "name_size": size_of(certificate),
        "title": Both("역량진단 확인서", "Certificate of Capability Diagnosis"),
        "rows": _rows(certificate, scheme),
        **{name: in_both(say) for name, say in SENTENCES.items()},
        "again": in_both(lambda: _("%(version)d차 발급") % {"version": certificate.version}),
        "bodies": bodies(scheme, certificate.issued_at),
        "issued_on": day_of(certificate.issued_at),
        "address": check_address(certificate),
        "qr": qr_svg(certificate),
    }
    with override("ko"):
        return render_to_string(TEMPLATE, context)


def in_both(say: Callable[[], object]) -> Both:
    """What a function says with each language active."""
    said = []
    for language in ("ko", "en"):
        with override(language):
            said.append(str(say()))
    return Both(*said)


def check_address(paper: Checkable) -> str:
    """The address that the QR code holds."""
    return settings.SITE_URL.rstrip("/") + reverse("checks:number", args=[paper.printed_number])


def qr_svg(paper: Checkable) -> SafeString:
    """The address as a picture; it says in words what it is."""
    code = segno.make(check_address(paper), error="m", micro=False)
    said = in_both(lambda: _("확인서를 확인하는 주소의 QR 코드"))
    drawn = code.svg_inline(border=0, svgclass="qr", lineclass=None, omitsize=True, title=f"{said.ko} ({said.en})")
    return mark_safe(drawn.replace("<svg ", f'<svg role="img" aria-label="{said.ko} ({said.en})" ', 1))  # our own words


def bodies(scheme: Scheme, at: datetime | None) -> list[Both]:
    """The bodies that answer for the result on a day, the agency first."""
    on = timezone.localtime(at).date() if at else None
    held = [scheme.organisation(role, on) or scheme.organisation(role) for role in ISSUERS]
    return [Both(body.name, body.name_en) for body in held if body]


def size_of(paper: Checkable) -> str:
    """A class for names that would not find room in the size of the others."""
    length = max(len(paper.company), len(paper.company_en) // 2)
    return "longest" if length > LONGEST else "long" if length > LONG else ""


def _stage(scheme: Scheme, outcome: Outcome) -> Both | None:
    if not outcome.level:
        return None
    level = scheme.level(outcome.level)
    return Both(level.stage, level.stage_en)


def _rows(certificate: Certificate, scheme: Scheme) -> list[Row]:
    outcome = certificate.outcome
    track = scheme.tracks[outcome.application.track]
    title = Both(f"{scheme.title} ({scheme.code})", f"{scheme.title_en} ({scheme.code})")
    return [
        Row(in_both(lambda: _("사업자등록번호")), same(certificate.printed_business_number)),
        Row(in_both(lambda: _("진단 트랙")), Both(track.name, track.name_en)),
        Row(in_both(lambda: _("진단 체계")), title),
        Row(in_both(lambda: _("접수번호")), same(outcome.application.code)),
        Row(in_both(lambda: _("결과 확정")), same(day_of(outcome.confirmed_at))),
        Row(in_both(lambda: _("효력 기간")), same(_span(certificate))),
    ]


def _span(certificate: Certificate) -> str:
    return f"{certificate.counts_from} ~ {certificate.valid_until or ''}".strip()


def day_of(moment: datetime | None) -> str:
    """A day as both languages write it."""
    return f"{timezone.localtime(moment):%Y-%m-%d}" if moment else "–"


def same(text: str) -> Both:
    """What reads alike in both languages."""
    return Both(text, text)
