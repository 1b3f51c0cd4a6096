"""What companies and assessors write in the invented round: sentences put together from a scheme's own anchors."""

from decimal import ROUND_FLOOR, Decimal
from random import Random

from grading.values import Item

HANGUL_FIRST, HANGUL_LAST, FINALS = 0xAC00, 0xD7A3, 28
OPENINGS = (
    "당사는 이 항목을 «{anchor}» 수준으로 보고 있습니다.",
    "현재 수준은 «{anchor}»에 해당합니다.",
    "자체 점검 결과 «{anchor}» 단계로 판단하였습니다.",
    "«{anchor}» 기준에 맞추어 업무를 운영하고 있습니다.",
    "최근 2년간의 과제를 기준으로 «{anchor}»에 이르렀습니다.",
)
FACTS = (
    "최근 {years}년 동안 {sites}개 현장에서 같은 방식으로 적용하였고, 담당 인력은 {people}명입니다.",
    "담당자 {people}명이 분기마다 점검하며, 지난해에는 개선 과제 {sites}건을 마쳤습니다.",
    "{sites}개 고객사의 과제를 수행하면서 절차를 {years}차례 고쳤습니다.",
    "업무 절차서를 두고 있으며 {years}년째 같은 양식으로 기록을 남기고 있습니다.",
    "사내 교육을 연 {years}회 실시하고, 신규 과제 {sites}건에 적용하였습니다.",
    "전담 조직({people}명)이 있으며 최근 과제 {sites}건의 결과를 지표로 관리합니다.",
)
PROOFS = (
    "관련 내용은 첨부한 {evidence}에서 확인하실 수 있습니다.",
    "{evidence_object} 증빙으로 제출합니다.",
    "근거 자료로 {evidence_object} 함께 올렸습니다.",
    "자세한 수치는 {evidence}에 정리하였습니다.",
)
WEAK_PROOFS = (
    "다만 {evidence_subject} 아직 일부 과제에만 갖추어져 있습니다.",
    "{evidence_topic} 현재 보완하고 있으며 내년 상반기에 정비할 계획입니다.",
    "기록이 과제마다 달라 하나의 양식으로 모으고 있습니다.",
)
FINDINGS = (
    "제출 자료와 면담에서 «{anchor}» 수준을 확인함.",
    "{evidence_object} 검토한 결과 «{anchor}»에 해당함.",
    "현장 설명과 기록이 일치하며 «{anchor}»에 가까움.",
    "«{anchor}» 기준을 대체로 충족함.",
    "면담 내용과 {evidence_object} 종합하여 «{anchor}»로 판단함.",
)
PRAISE = (
    "과제별 기록이 같은 양식으로 남아 있어 재현할 수 있음.",
    "정량 지표로 성과를 관리하는 점이 돋보임.",
    "담당자가 절차를 정확히 이해하고 설명함.",
    "고객사 확인 자료가 충실함.",
)
ADVICE = (
    "{evidence_topic} 일부 과제에만 있어 전사로 넓힐 필요가 있음.",
    "측정 기준이 과제마다 달라 비교가 어려움.",
    "절차는 있으나 실행 기록이 부족함.",
    "담당자 개인에게 의존하는 부분이 남아 있음.",
    "목표값과 실적값을 함께 관리할 것을 권함.",
)
OPINIONS = (
    "제품 완성도와 현장 대응이 좋으나 기록과 지표 관리를 다듬을 필요가 있음.",
    "핵심 기술은 분명하고, 과제 관리 절차를 전사 표준으로 정착시키는 것이 다음 과제임.",
    "수행 실적이 꾸준하며 사후지원 체계가 안정적임. 데이터 표준 적용을 넓힐 것을 권함.",
    "성장 가능성이 있으나 품질과 위험 관리의 기록이 부족함.",
    "기술 특성화 수준에 비하여 성과 지표 설계가 약함.",
)
HIGH = Decimal("3.5")


def answer_text(rng: Random, item: Item, rating: Decimal) -> str:
    """What a company says to an item that it rates so: where it stands, a fact, and what proves it."""
    words = _words(rng, item, rating)
    proofs = PROOFS if rating >= Decimal("2.5") else WEAK_PROOFS
    return " ".join(rng.choice(kind).format(**words) for kind in (OPENINGS, FACTS, proofs))


def mark_reason(rng: Random, item: Item, rating: Decimal) -> str:
    """Why an assessor rates an item so."""
    words = _words(rng, item, rating)
    second = PRAISE if rating >= HIGH else ADVICE
    return " ".join(rng.choice(kind).format(**words) for kind in (FINDINGS, second))


def opinion(rng: Random) -> str:
    """An assessor's closing words on a case."""
    return rng.choice(OPINIONS)


def with_particle(word: str, closed: str, opened: str) -> str:
    """The word with the particle that its last syllable asks for: `증빙을`, `자료를`."""
    last = next((mark for mark in reversed(word) if HANGUL_FIRST <= ord(mark) <= HANGUL_LAST), "가")
    return word + (closed if (ord(last) - HANGUL_FIRST) % FINALS else opened)


def _words(rng: Random, item: Item, rating: Decimal) -> dict[str, object]:
    evidence = rng.choice(item.evidence)
    return {
        "anchor": item.anchors[int(rating.to_integral_value(ROUND_FLOOR))].removesuffix("(사유 기재)"),
        "evidence": evidence,
        "evidence_object": with_particle(evidence, "을", "를"),
        "evidence_subject": with_particle(evidence, "이", "가"),
        "evidence_topic": with_particle(evidence, "은", "는"),
        "years": rng.randint(2, 6),
        "sites": rng.randint(2, 23),
        "people": rng.randint(2, 14),
    }
