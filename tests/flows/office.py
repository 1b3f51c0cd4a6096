"""What officials do: the operating body runs the round, the agency answers for its results."""

import re
from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone

from applications import clock
from applications.roles import Role
from tests.flows.entrance import invited
from tests.flows.visitor import Visitor


def open_round(agency: Visitor) -> None:
    """A round after the scheme of the year, taking applications since yesterday."""
    opens, closes = clock.now() - timedelta(days=1), clock.now() + timedelta(days=10)
    instants = {"opens_at": timezone.localtime(opens), "closes_at": timezone.localtime(closes)}
    given = {name: f"{at:%Y-%m-%dT%H:%M}" for name, at in instants.items()}
    seats = {"seats_INTEGRATED": "5", "seats_MFG_AI": "5"}
    agency.open("/rounds/").follow("회차 열기")
    agency.send("회차 열기", given | seats | {"code": "2026-1", "name": "2026년 1차"})
    agency.reads("2026년 1차 회차를 열었습니다.")


def appoint(agency: Visitor, role: Role) -> Visitor:
    """Bring an official in, who then comes in by the letter."""
    email = f"{role}@example.org"
    agency.open("/people/officials/").follow("담당자 등록")
    agency.send("등록하고 초대 메일 보내기", {"person_name": "윤담당", "email": email, "role": role.value})
    agency.reads("초대 메일을 보냈습니다")
    return invited(email)


def enlist(operator: Visitor, number: int) -> Visitor:
    """Bring an assessor into the pool, who then comes in by the letter."""
    email = f"assessor{number}@example.org"
    entry = {"affiliation": "새길연구원", "expertise": "INFORMATION"}
    operator.open("/panels/").follow("진단위원 등록")
    operator.send("등록하고 초대 메일 보내기", entry | {"person_name": f"위원{number}", "email": email})
    operator.reads("초대 메일을 보냈습니다")
    return invited(email)


def approve(operator: Visitor, company: str) -> None:
    """Let a company into the POOL, from the list of those who wait."""
    operator.open("/suppliers/?state=submitted").follow(company)
    operator.press("승인").reads("«승인» 처리를 마쳤습니다.")


def move(operator: Visitor, code: str, label: str, **values: str) -> None:
    """Make a move with a case: its page, the button, the confirmation."""
    operator.open(f"/cases/{code}/").follow(label)
    operator.send(label, values).reads(f"«{label}» 처리했습니다.")


def accept(operator: Visitor, code: str) -> None:
    """Find the documents in order; the seat and the bill follow by rule."""
    move(operator, code, "요건 적합 판정")
    operator.reads("부담금 납부 대기", "정원 안")


def confirm_fee(operator: Visitor, code: str) -> None:
    move(operator, code, "납부 확인", paid_on=f"{clock.today():%Y-%m-%d}")


def enter_letters(operator: Visitor, code: str, letters: Mapping[str, str]) -> None:
    """Copy KIBO's answer."""
    paper = {"evaluation_number": "KTRS-2026-0001", "evaluated_on": f"{clock.today():%Y-%m-%d}", "grade": "BBB"}
    operator.open(f"/cases/{code}/").follow("결과 입력")
    operator.send("저장", paper | letters).reads("KTRS-FM 결과를 저장했습니다.")


def invite_all(operator: Visitor, code: str) -> None:
    """Take the proposal as it is: the whole pool of three."""
    operator.open(f"/cases/{code}/").follow("진단위원 배정")
    operator.send("위촉 요청 보내기", {"due_on": f"{clock.today():%Y-%m-%d}"})
    operator.reads("3명에게 위촉을 요청했습니다.")


def start_scoring(operator: Visitor, count: int) -> str:
    """Ask for a run over everything assessed; returns its number."""
    operator.open("/scoring/").press(f"{count}건 채점 시작")
    found = re.fullmatch(r"/scoring/runs/([^/]+)/", operator.address)
    assert found, operator.address
    return found[1]


def confirm_and_publish(agency: Visitor, run: str, count: int) -> None:
    """The agency's two acts on a finished run, from its own list of work."""
    agency.open("/home/").follow(run).follow("결과 확정")
    agency.press("결과 확정").reads(f"결과 {count}건을 확정하였습니다.")
    agency.follow("결과 공개")
    agency.press("결과 공개").reads(f"결과 {count}건을 공개하였습니다.")
