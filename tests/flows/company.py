"""What a company's person does, page by page."""

from diagnosis.answers.models import Answer
from grading.load import load_scheme
from tests.factories.documents import PDF, upload
from tests.flows.visitor import Visitor

COMPANY = {
    "legal_form": "corporation",
    "corporate_number": "110111-1234567",
    "founded_on": "2012-03-02",
    "address": "전남광주통합특별시 북구 첨단로 1",
    "ksic_code": "58222",
}
CONTACT = {"phone": "062-000-0000", "employees": "34"}
PERSON = {"0-name": "김하늘", "0-role": "PM", "0-education": "BACHELOR", "0-career_years": "7"}
CONSENTS = {"consent-personal": "on", "consent-platform": "on"}


def join_pool(owner: Visitor) -> None:
    """Fill every section that is asked for, led by the page, and apply for the POOL."""
    owner.open("/home/").reads("기업 정보를 채우고 POOL 등록을 신청하세요").follow("기업 정보 보기")
    owner.follow("기업 정보 채우기").send("저장하고 다음: 연락처와 현황", COMPANY)
    owner.send("저장하고 다음: 활동 지역", CONTACT)
    owner.send("저장하고 다음: 보유기술", {"regions": ["12", "30"]})
    owner.send("저장하고 다음: 제조AI 역량", {"held": ["MES:STANDALONE", "OPC_UA:"]})
    owner.send("저장하고 다음: 인력", {"cells": "PREDICT:PRODUCTION"})
    owner.send("저장하고 다음: 수행 실적", PERSON)
    owner.send("저장하고 다음: 재무", {"is_none": "1"})
    owner.send("저장하고 다음: 자사 제품", {"is_none": "1"})
    owner.open("/suppliers/profile/").press("등록 신청").reads("승인 대기")


def begin(owner: Visitor, track_name: str) -> str:
    """Start an application in the open round; returns its number."""
    owner.open("/home/").press(f"신청 시작하기: {track_name}")
    return owner.address.split("/")[2]


def answer_everything(owner: Visitor, code: str, track: str, rating: str) -> None:
    """Every item of every section with rating, reason and a file of its own, saved section by section."""
    sections = load_scheme("2026-1").tracks[track].sections
    owner.open(f"/applications/{code}/").follow(f"{sections[0].name} 작성하기")
    for section in sections:
        said: dict[str, object] = {}
        for item in section.items:
            said[f"{item.code}-rating"] = rating
            said[f"{item.code}-text"] = f"{item.name}: 지난해 과제 열두 건에 적용했습니다."
            said[f"{item.code}-files"] = upload(f"{item.code} 증빙.pdf", PDF + f"% {track} {item.code}\n".encode())
        last = section is sections[-1]
        owner.send("저장하고 제출 내용 확인" if last else "저장하고 다음 분야로", said).reads("저장했습니다.")
    assert Answer.objects.filter(application__code=code).count() == len(load_scheme("2026-1").tracks[track].items)


def file_in(owner: Visitor, code: str, *, by_kibo: bool) -> None:
    """Look through all that will be filed, agree to what must be agreed to, submit, and get the receipt."""
    owner.open(f"/applications/{code}/").follow("제출 내용 확인")
    owner.send("제출하기", expect=422).reads("이 동의가 없으면 신청을 접수할 수 없습니다.")
    owner.send("제출하기", CONSENTS | ({"consent-kibo": "on"} if by_kibo else {}))
    owner.reads("신청이 접수되었습니다.", f"{code}-R01")
