"""What the letter to a bank says, in Korean and English on one page; of the company only what a bank needs."""

from collections.abc import Callable

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from diagnosis.bank_letters.models import BankLetter
from diagnosis.benefits.requests.queries import way_of
from diagnosis.certificates.page import Both, Row, bodies, check_address, day_of, in_both, qr_svg, same, size_of
from grading.load import load_scheme
from grading.terms import Benefit
from grading.values import Scheme

TEMPLATE = "bank_letters/letter.html"
SENTENCES: dict[str, Callable[[], str]] = {
    "statement": lambda: _("위 기업이 스마트공장 공급기업 역량진단에서 위 등급을 받았음을 확인합니다."),
    "bank_decides": lambda: _(
        "우대 여부와 금리, 한도는 은행이 정합니다. 이 확인서는 대출이나 금리를 약속하지 않습니다."
    ),
    "assumed": lambda: _(
        "이 혜택의 등급 기준은 주관기관이 아직 공개하지 않은 가정입니다. 확정된 기준이 다르면 그 기준을 따릅니다."
    ),
    "ask": lambda: _("지금도 유효한 확인서인지 확인하세요."),
    "how": lambda: _(
        "이 문서는 전자서명되어 있어 한 글자라도 바뀌면 서명이 깨집니다. 종이로 받았다면 위 주소에서 번호로 확인합니다."
    ),
}


def letter_html(letter: BankLetter) -> str:
    """The page as HTML; it holds nothing that depends on who asks or when."""
    outcome = letter.outcome
    scheme = load_scheme(outcome.application.scheme_code)
    benefit = next(one for one in scheme.benefits if one.code == letter.request.benefit)
    context = {
        "letter": letter,
        "name_size": size_of(letter),
        "title": Both("역량진단 등급 확인서 (은행 제출용)", "Confirmation of Diagnosis Level for Banks"),
        "to": _addressee(letter),
        "rows": _rows(letter, scheme, benefit),
        "is_assumed": _is_assumed(scheme, benefit),
        **{name: in_both(say) for name, say in SENTENCES.items()},
        "bodies": bodies(scheme, letter.issued_at),
        "issued_on": day_of(letter.issued_at),
        "address": check_address(letter),
        "qr": qr_svg(letter),
    }
    with override("ko"):
        return render_to_string(TEMPLATE, context)


def _addressee(letter: BankLetter) -> Both:
    way = way_of(letter.request.benefit)
    return Both(way.where, way.where_en) if way else same("")


def _rows(letter: BankLetter, scheme: Scheme, benefit: Benefit) -> list[Row]:
    outcome = letter.outcome
    level, least = scheme.level(outcome.level), benefit.min_level
    rows = [
        Row(in_both(lambda: _("기업명")), Both(letter.company, letter.company_en or letter.company)),
        Row(in_both(lambda: _("사업자등록번호")), same(letter.printed_business_number)),
        Row(
            in_both(lambda: _("역량진단 등급")),
            Both(f"Level {outcome.level} ({level.stage})", f"Level {outcome.level} ({level.stage_en})"),
        ),
        Row(in_both(lambda: _("효력 기간")), same(f"{letter.counts_from} ~ {letter.valid_until or ''}".strip())),
        Row(in_both(lambda: _("결과 확정")), same(day_of(outcome.confirmed_at))),
        Row(in_both(lambda: _("혜택")), Both(benefit.name, benefit.name_en)),
    ]
    if least:
        rows.append(
            Row(in_both(lambda: _("혜택의 기준 등급")), in_both(lambda: _("Level %(level)s 이상") % {"level": least}))
        )
    return rows


def _is_assumed(scheme: Scheme, benefit: Benefit) -> bool:
    """Whether the Level that the benefit asks for is not published."""
    return scheme.origin(f"{benefit.place}/min_level").assumption
