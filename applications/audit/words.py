"""How the chain is told: acts, what they were done to, and their facts. A code without words stays as it is."""

import json
from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

KINDS: dict[str, Text] = {
    "application": _("신청"),
    "audit": _("감사"),
    "demo": _("시연"),
    "document": _("증빙 문서"),
    "recompute": _("재계산"),
    "round": _("모집 회차"),
    "run": _("채점"),
    "sanction": _("참여 제한"),
    "scheme": _("진단 체계"),
    "sheet": _("평가표"),
    "supplier": _("공급기업"),
    "user": _("계정"),
}
ACTS: dict[str, Text] = {
    "answers.checked": _("가져온 답변 확인"),
    "answers.saved": _("답변 저장"),
    "answers.taken_over": _("지난 회차 답변 가져오기"),
    "application.opened": _("신청서 작성 시작"),
    "audit.read": _("화면 열람"),
    "audit.verified": _("기록 검증"),
    "bank_letter.issued": _("은행 제출용 확인서 발급"),
    "benefit.asked": _("혜택 신청"),
    "benefit.ended": _("혜택 신청 끝남"),
    "benefit.granted": _("혜택 처리"),
    "benefit.refused": _("혜택 신청 거절"),
    "benefit.withdrawn": _("혜택 신청 거둠"),
    "certificate.issued": _("확인서 발급"),
    "certificate.reissued": _("확인서 다시 발급"),
    "demo.finished": _("시연 자료 마무리"),
    "demo.loaded": _("시연 자료 준비"),
    "document.deleted": _("문서 삭제"),
    "document.edited": _("문서 정보 수정"),
    "document.hidden": _("문서 숨김"),
    "document.read": _("문서 열람"),
    "document.restored": _("숨긴 문서 다시 꺼냄"),
    "document.scanned": _("바이러스 검사"),
    "document.stored": _("문서 보관"),
    "document.version_added": _("문서 새 판 보관"),
    "change.asked": _("변경 승인 신청"),
    "consent.given": _("공개 동의"),
    "consent.revoked": _("공개 동의 철회"),
    "entry.confirmed": _("등록 내용 확인"),
    "entry.saved": _("등록 내용 저장"),
    "entry.sheet_taken": _("엑셀에서 등록"),
    "entry.staff_read": _("인력 열람"),
    "entry.taken_back": _("바꾸던 내용 되돌림"),
    "evidence.attached": _("증빙 추가"),
    "evidence.detached": _("증빙 제외"),
    "fee.issued": _("기업부담금 고지서 발행"),
    "fee.paid": _("기업부담금 납부 기록"),
    "supplement.asked": _("보완할 항목 지정"),
    "fee.refund_owed": _("기업부담금 환불 발생"),
    "fee.refunded": _("기업부담금 환불 기록"),
    "finding.recorded": _("확인 사항 기록"),
    "ktrs.corrected": _("KTRS-FM 결과 수정"),
    "ktrs.entered": _("KTRS-FM 결과 입력"),
    "marks.saved": _("평점 저장"),
    "opinion.saved": _("종합 의견 저장"),
    "order.moved": _("접수 순번 정정"),
    "outcome.agrees": _("재계산 일치"),
    "outcome.differs": _("재계산 불일치"),
    "panel.appraised": _("공급기업의 진단위원 평가"),
    "panel.challenged": _("진단위원 기피 신청"),
    "panel.accepted": _("진단위원 위촉 수락"),
    "panel.declined": _("진단위원 위촉 거절"),
    "panel.interest_dismissed": _("이해관계 검토 후 배정 유지"),
    "panel.invited": _("진단위원 위촉 요청"),
    "panel.released": _("진단위원 해촉"),
    "reassessment.opened": _("이의 인용, 재진단 시작"),
    "reconciliation.closed": _("평점 조정 종료"),
    "reconciliation.opened": _("평점 조정 시작"),
    "reconciliation.settled": _("평점 조정 없이 진행"),
    "recompute.finished": _("재계산 종료"),
    "recompute.started": _("재계산 시작"),
    "report.made": _("진단결과서 작성"),
    "reports.stopped": _("결과 문서 일괄 작성 멈춤"),
    "reports.taken": _("결과 문서 일괄 내려받기"),
    "reports.requested": _("진단결과서 일괄 작성 요청"),
    "round.edited": _("회차 변경"),
    "round.extended": _("접수 마감 연장"),
    "round.extension_asked": _("접수 마감 연장 요청"),
    "round.extension_refused": _("접수 마감 연장 거절"),
    "round.opened": _("회차 등록"),
    "round.seats_set": _("정원 변경"),
    "ruling.asked": _("정정·취소 요청"),
    "ruling.decided": _("정정·취소 결정"),
    "ruling.refused": _("정정·취소 반려"),
    "run.cancelled": _("채점 중지"),
    "run.confirmed": _("채점 결과 확정"),
    "run.finished": _("채점 종료"),
    "run.published": _("채점 결과 공개"),
    "run.resumed": _("채점 다시 시작"),
    "run.started": _("채점 시작"),
    "sanction.confirmed": _("참여 제한 확정"),
    "sanction.lifted": _("참여 제한 해제"),
    "sanction.proposed": _("참여 제한 등록"),
    "sanction.turned_down": _("참여 제한 반려"),
    "scheme.closed": _("진단 체계 접수 종료"),
    "scheme.discarded": _("진단 체계 초안 삭제"),
    "scheme.published": _("진단 체계 공개"),
    "scheme.uploaded": _("진단 체계 초안 올림"),
    "sheet.reconsidered": _("항목 재검토"),
    "sheet.closed": _("평가표 마감"),
    "supplier.invited": _("구성원 초대"),
    "supplier.invited_again": _("구성원 초대 다시 보냄"),
    "supplier.joined": _("초대 수락"),
    "supplier.left": _("구성원이 나감"),
    "supplier.let_in": _("합류 요청 수락"),
    "supplier.removed_member": _("구성원에서 뺌"),
    "supplier.standing_set": _("구성원 권한 변경"),
    "supplier.turned_away": _("합류 요청 거절"),
    "supplier.uninvited": _("구성원 초대 거둠"),
    "supplier.tax_checked": _("세무 상태 확인"),
    "supplier.registered": _("회원가입"),
    "user.appointed": _("계정 등록"),
    "user.asked_to_join": _("합류 요청"),
    "user.deactivated": _("계정 사용 중지"),
    "user.edited": _("본인 정보 수정"),
    "user.join_taken_back": _("합류 요청 거둠"),
    "user.notices_chosen": _("알림 설정 변경"),
    "user.feed_closed": _("달력 구독 주소 없앰"),
    "user.feed_opened": _("달력 구독 주소 만듦"),
    "user.invited_again": _("초대 메일 다시 보냄"),
    "user.reactivated": _("계정 다시 사용"),
}
FACTS: dict[str, Text] = {
    "action": _("할 일"),
    "after": _("바꾼 뒤"),
    "applications": _("신청 수"),
    "asked": _("조건"),
    "begins_on": _("시작일"),
    "business_number": _("사업자등록번호"),
    "company": _("기업명"),
    "ends_on": _("종료일"),
    "source": _("근거"),
    "state": _("상태"),
    "assessor": _("진단위원 번호"),
    "assessors": _("진단위원 번호"),
    "before": _("바꾸기 전"),
    "broken": _("끊긴 대상"),
    "company_krw": _("기업부담금(원)"),
    "due_on": _("기한"),
    "changes": _("정정한 값"),
    "effective_on": _("효력일"),
    "evaluated_on": _("평가일"),
    "evaluation_number": _("평가 번호"),
    "events": _("기록 수"),
    "fact": _("확인 사항"),
    "faults": _("계산하지 못한 수"),
    "fields": _("바꾼 칸"),
    "first": _("처음 끊긴 곳"),
    "from": _("앞 상태"),
    "from_on": _("적용 시작일"),
    "government_krw": _("정부지원금(원)"),
    "grade": _("등급"),
    "interest": _("이해관계"),
    "item": _("진단 항목"),
    "items": _("항목 수"),
    "language": _("언어"),
    "length": _("글자 수"),
    "letters": _("세부 등급"),
    "name": _("이름"),
    "note": _("내용"),
    "number": _("판"),
    "of": _("대상"),
    "outcome": _("결과 번호"),
    "outcomes": _("결과 수"),
    "page": _("화면"),
    "paid_on": _("납부일"),
    "reason": _("사유"),
    "reports": _("결과서 수"),
    "role": _("역할"),
    "ruling": _("처분"),
    "run": _("채점 번호"),
    "scheme": _("진단 체계"),
    "score": _("점수"),
    "until_on": _("적용 종료일"),
    "value": _("확인한 값"),
    "rows": _("줄 수"),
    "section": _("부분"),
    "sections": _("부분들"),
    "sha256": _("파일 지문"),
    "sheet": _("평가표 번호"),
    "standing": _("권한"),
    "stream": _("대상"),
    "streams": _("대상 수"),
    "to": _("뒤 상태"),
    "total_krw": _("진단 비용(원)"),
    "track": _("트랙"),
    "user": _("계정 번호"),
    "version": _("차수"),
    "versions": _("판 번호"),
    "way": _("방법"),
}
_moves: dict[str, Text] = {}
_states: dict[str, Mapping[str, Text]] = {}


def name_moves(kind: str, moves: Iterable[tuple[str, Text]], states: Mapping[str, Text]) -> None:
    """Bring the words of a table of moves, which lies above this noun: pairs of name and label, and state labels."""
    _moves.update({f"{kind}.{name}": label for name, label in moves})
    _states[kind] = states


def act_text(verb: str) -> Text:
    """An act in words."""
    return _moves.get(verb) or ACTS.get(verb, verb)


def stream_text(stream: str) -> str:
    """What a stream belongs to, as in «신청 26-1-I-00001»."""
    kind, _colon, name = stream.partition(":")
    return f"{KINDS.get(kind, kind)} {name}".strip()


def streams_named(words: str) -> list[str]:
    """The full names of all streams that may be meant by a name without its kind."""
    return [f"{kind}:{words}" for kind in KINDS]


def facts_text(stream: str, data: Mapping[str, object]) -> str:
    """Everything an event tells, as one line."""
    states = _states.get(stream.partition(":")[0], {})
    if "from" in data and "to" in data:
        way = [f"{states.get(str(data[end]), data[end])}" for end in ("from", "to")]
        rest = {name: value for name, value in data.items() if name not in ("from", "to")}
        return ", ".join([" → ".join(way), *_pairs(rest)])
    return ", ".join(_pairs(data))


def _pairs(data: Mapping[str, object]) -> list[str]:
    return [f"{FACTS.get(name, name)}: {_plain(value)}" for name, value in data.items()]


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
