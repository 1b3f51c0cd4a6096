"""What an assessor does with a case."""

from collections.abc import Mapping

from tests.flows.visitor import Visitor


def take_place(assessor: Visitor, code: str) -> None:
    """Answer the invitation: no interest, and the pledge, without which it is refused."""
    assessor.open("/home/").follow("위촉에 답하기", to=code)
    assessor.send("신고하고 답하기", {"interest": "clear"}, expect=422)
    assessor.reads("서약해야 자료를 열람하고 평가할 수 있습니다.")
    assessor.send("신고하고 답하기", {"interest": "clear", "pledge": "on"}).reads("위촉을 수락했습니다.")


def mark_and_close(assessor: Visitor, code: str, ratings: Mapping[str, str]) -> None:
    """Rate every item with a reason, look it over, seal it."""
    assessor.open("/home/").follow("평점 입력하기", to=code)
    said = {f"{item}-rating": rating for item, rating in ratings.items()}
    said |= {f"{item}-reason": f"{item} 증빙에서 {rating}점 수준을 확인함." for item, rating in ratings.items()}
    assessor.send("저장하고 마감 확인", said | {"opinion": "기록과 지표가 서로 맞음."})
    assessor.reads("평점 확인").press("마감").reads("평가표를 마감했습니다.")


def reads_evidence(assessor: Visitor, code: str, name: str, content: bytes) -> None:
    """Open a document of the company from the sheet."""
    assessor.open(f"/panels/{code}/sheet/").follow(name).follow("내려받기")
    assert assessor.content == content
