"""The tax office's public interface (data.go.kr, 국세청 사업자등록정보 진위확인 및 상태조회).

Two questions, both POST with JSON and the key in the query, at most 100 numbers each: `/status` (is the business going
on?) and `/validate` (do number, opening day and representative belong together?). An answer is checked before it is
believed; what came of a question that has none is told apart: no key, no time, no line, turned away, nonsense.
"""

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from django.conf import settings

logger = logging.getLogger(__name__)
AT_MOST = 100
LARGEST_ANSWER = 1_000_000
STATES = {"01": "active", "02": "suspended", "03": "closed"}
MATCHES = {"01": True, "02": False}


class OfficeFault(Exception):
    """The question has no answer; `kind` says what happened: timeout, unreachable, refused, broken or malformed."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


@dataclass(frozen=True)
class BusinessStatus:
    """What the office says about one number. state: active, suspended, closed or unregistered; row as it came."""

    number: str
    state: str
    tax_type: str
    ended_on: date | None
    row: Mapping[str, Any]


@dataclass(frozen=True)
class Identity:
    """Who is said to be behind a number, for `/validate`."""

    number: str
    opened_on: date
    representative: str


def is_connected() -> bool:
    """Whether a key is set, so that the office can be asked at all."""
    return bool(settings.TAX_OFFICE_KEY)


def ask_status(numbers: Sequence[str]) -> dict[str, BusinessStatus]:
    """Number → status, for at most 100 numbers. Raises OfficeFault; a number left out of the answer is a fault too."""
    answer = _ask("status", {"b_no": list(numbers)})
    rows = _rows(answer, asked=len(numbers))
    found = {status.number: status for status in map(_status, rows)}
    if set(found) != set(numbers):
        raise OfficeFault("malformed")
    return found


def ask_identity(identities: Sequence[Identity]) -> dict[str, bool]:
    """Number → whether number, opening day and representative belong together. Raises OfficeFault."""
    businesses = [
        {"b_no": one.number, "start_dt": f"{one.opened_on:%Y%m%d}", "p_nm": one.representative, "p_nm2": "", "b_nm": ""}
        | {"corp_no": "", "b_sector": "", "b_type": "", "b_adr": ""}
        for one in identities
    ]
    rows = _rows(_ask("validate", {"businesses": businesses}), asked=len(identities))
    found = {str(row.get("b_no")): MATCHES.get(str(row.get("valid"))) for row in rows}
    if set(found) != {one.number for one in identities} or None in found.values():
        raise OfficeFault("malformed")
    return {number: bool(match) for number, match in found.items()}


def _ask(path: str, body: Mapping[str, Any]) -> dict[str, Any]:
    key = settings.TAX_OFFICE_KEY
    # The office hands a key out twice: plain, and already written for an address.
    query = f"serviceKey={key}" if "%" in key else urlencode({"serviceKey": key})
    request = Request(
        f"{settings.TAX_OFFICE_URL}/{path}?{query}&returnType=JSON",
        data=json.dumps(body, ensure_ascii=False).encode(),
        headers={"Content-Type": "application/json", "Accept": "application/json"},
    )
    try:
        with urlopen(request, timeout=settings.TAX_OFFICE_TIMEOUT) as reply:
            text = reply.read(LARGEST_ANSWER)
    except Exception as error:
        raise _fault(error, path) from None  # the address within the cause holds the key
    return _object(text)


def _fault(error: Exception, path: str) -> OfficeFault:
    if isinstance(error, HTTPError):
        error.close()
        kind = "broken" if error.code >= 500 else "refused"
    elif isinstance(error, TimeoutError) or isinstance(getattr(error, "reason", None), TimeoutError):
        kind = "timeout"
    elif isinstance(error, URLError | OSError):
        kind = "unreachable"
    else:
        kind = "malformed"
    logger.warning("the tax office did not answer /%s: %s", path, kind)
    return OfficeFault(kind)


def _object(text: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(text)
    except ValueError:
        raise OfficeFault("malformed") from None
    if not isinstance(answer, dict):
        raise OfficeFault("malformed")
    return answer


def _rows(answer: Mapping[str, Any], *, asked: int) -> list[dict[str, Any]]:
    rows = answer.get("data")
    if answer.get("status_code") != "OK":
        raise OfficeFault("refused")
    if not isinstance(rows, list) or len(rows) != asked or not all(isinstance(row, dict) for row in rows):
        raise OfficeFault("malformed")
    return rows


def _status(row: Mapping[str, Any]) -> BusinessStatus:
    code, number = row.get("b_stt_cd"), row.get("b_no")
    if not isinstance(number, str) or not isinstance(code, str) or (code and code not in STATES):
        raise OfficeFault("malformed")
    # An unknown number is no error there: the code is empty and a sentence stands in the place of the kind of tax.
    state = STATES.get(code, "unregistered")
    return BusinessStatus(number, state, str(row.get("tax_type") or ""), _day(str(row.get("end_dt") or "")), dict(row))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise OfficeFault("malformed") from None
