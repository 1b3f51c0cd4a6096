"""One round from an empty portal to report and audit, through pages and forms alone."""

import io
from collections.abc import Callable
from decimal import Decimal

import pytest
from celery import current_app
from pypdf import PdfReader

from applications.filing.models import Application
from applications.filing.workflow import State
from applications.jobs.models import Job, JobState
from applications.roles import Role
from diagnosis.scoring.models import Outcome
from tests.factories.documents import PDF
from tests.flows import company, entrance, office, panel
from tests.flows.visitor import Visitor
from tests.worker import wait_until

INTEGRATED, AI = "통합 역량진단", "제조AI 개발역량 진단"
LETTERS = dict(
    zip(
        ("1.1.1", "1.1.2", "1.2.1", "1.2.2", "1.2.3", "1.3.1", "1.3.2", "1.3.3", "1.3.4", "1.3.5"),
        ("A", "B", "C", "D", "E", "A", "B", "B", "C", "C"),
        strict=True,
    )
)
TECHNOLOGY = ("2.1.1", "2.2.1", "2.3.1")
PROJECT = ("3.1.1", "3.1.2", "3.1.3", "3.2.1", "3.2.2", "3.2.3", "3.3.1", "3.3.2", "3.3.3")
AI_ITEMS = ("1.1.1", "1.2.1", "1.3.1", "1.4.1", "1.5.1", "1.6.1", "1.7.1", "2.1.1", "2.2.1", "3.1.1", "3.2.1")
SHEETS = (
    dict.fromkeys(TECHNOLOGY, "4.0") | dict.fromkeys(PROJECT, "3.0"),
    dict.fromkeys(TECHNOLOGY, "3.5") | dict.fromkeys(PROJECT, "3.0"),
    dict.fromkeys(TECHNOLOGY, "4.0") | dict.fromkeys(PROJECT, "2.5") | {"3.3.3": "3.0"},
)
AI_SHEETS = (
    dict.fromkeys(AI_ITEMS, "3.0"),
    dict.fromkeys(AI_ITEMS, "2.5"),
    dict.fromkeys(AI_ITEMS, "2.5") | {"2.2.1": "4.0"},
)
# By hand, from the published points and the scheme's shares (5…0 → 100…50 %; AI: r/5):
#   KTRS, ten items of 30 points, 2 A 3 B 3 C 1 D 1 E: 30 × (2·1.0 + 3·0.9 + 3·0.8 + 0.7 + 0.6) = 252
#   first sheet   350 × 0.90 + 350 × 0.80                  = 595
#   second sheet  350 × 0.85 + 350 × 0.80                  = 577.5
#   third sheet   350 × 0.90 + 315 × 0.75 + 35 × 0.80      = 579.25
#   mean 1,751.75 / 3 = 583.9166…; with KTRS 835.9166… → 835.9, which lies in 820–850: Level 3+
#   AI: 100 × 3/5 = 60, 100 × 2.5/5 = 50, 85 × 2.5/5 + 15 × 4/5 = 54.5; mean 164.5 / 3 = 54.8333… → 54.8
#   total 835.9 + 54.8 = 890.7, in 880–920: Level 4; grade point (890.7 − 500) / 100 = 3.907
BASE, AI_SCORE, TOTAL = Decimal("835.9"), Decimal("54.8"), Decimal("890.7")
GRADE_POINT, LEVEL, BASE_LEVEL = Decimal("3.907"), "4", "3+"
# The company's own view: 1,000 × 0.8 and 100 × 2/5.
OWN_RATING, OWN_SCORE, AI_OWN_RATING, AI_OWN_SCORE = "3.0", "800.0", "2.0", "40.0"
BENEFITS = (
    "보급·확산 사업 신청 가점 열림",
    "스마트제조 전문기업 지정요건 판정 보류",
    "하나은행 사업화 자금 금리 우대 열림",
)

Finish = Callable[[], None]


@pytest.mark.django_db
def test_a_round_from_sign_up_to_report():
    play(by_task_bodies)


@pytest.mark.worker
@pytest.mark.django_db(transaction=True)
def test_the_same_with_a_real_worker_behind_the_pages(worker):
    play(by_worker)


def play(finish: Finish) -> None:
    """The whole story; `finish` lets the background work that was asked for be done."""
    agency, owner = entrance.first_of_the_agency(), entrance.sign_up()
    office.open_round(agency)
    operator = office.appoint(agency, Role.OPERATOR)
    assessors = [office.enlist(operator, number) for number in range(3)]
    enter_pool(owner, operator)
    code, ai_code = apply_on_both_tracks(owner)
    bring_to_assessment(operator, code, ai_code)
    assess(assessors, operator, code, ai_code)
    run = score(operator, finish)
    publish(operator, agency, run)
    finish()
    assert_outcomes(code, ai_code)
    read_result(owner, code, finish)
    others_see(agency, code)


def enter_pool(owner: Visitor, operator: Visitor) -> None:
    company.join_pool(owner)
    owner.open("/applications/").reads("공급기업 POOL에 승인된 기업만 신청할 수 있습니다")
    office.approve(operator, "새벽공정")


def apply_on_both_tracks(owner: Visitor) -> tuple[str, str]:
    code, ai_code = company.begin(owner, INTEGRATED), company.begin(owner, AI)
    company.answer_everything(owner, code, "INTEGRATED", OWN_RATING)
    company.answer_everything(owner, ai_code, "MFG_AI", AI_OWN_RATING)
    owner.open(f"/applications/{code}/sections/2/").reads(OWN_SCORE, "Level 3", "22 / 22")
    owner.open(f"/applications/{ai_code}/sections/1/").reads(AI_OWN_SCORE, "11 / 11")
    company.file_in(owner, code, by_kibo=True)
    owner.reads("1.1.1 증빙.pdf", "접수 순번 1")
    company.file_in(owner, ai_code, by_kibo=False)
    return code, ai_code


def bring_to_assessment(operator: Visitor, code: str, ai_code: str) -> None:
    for one in (code, ai_code):
        office.accept(operator, one)
        office.confirm_fee(operator, one)
        office.invite_all(operator, one)
    office.enter_letters(operator, code, LETTERS)


def assess(assessors: list[Visitor], operator: Visitor, code: str, ai_code: str) -> None:
    for assessor in assessors:
        panel.take_place(assessor, code)
        panel.take_place(assessor, ai_code)
    for one in (code, ai_code):
        office.move(operator, one, "진단 시작")
    document = PDF + b"% INTEGRATED 2.1.1\n"
    panel.reads_evidence(assessors[0], code, "2.1.1 증빙.pdf", document)
    for assessor, ratings, ai_ratings in zip(assessors, SHEETS, AI_SHEETS, strict=True):
        panel.mark_and_close(assessor, code, ratings)
        panel.mark_and_close(assessor, ai_code, ai_ratings)
    states = Application.objects.values_list("state", flat=True)
    assert list(states) == [State.ASSESSED, State.ASSESSED]


def score(operator: Visitor, finish: Finish) -> str:
    run = office.start_scoring(operator, 2)
    assert not Outcome.objects.filter(current=True).exists()
    finish()
    operator.open(f"/scoring/runs/{run}/").reads("2 / 2")
    return run


def publish(operator: Visitor, agency: Visitor, run: str) -> None:
    operator.open(f"/scoring/runs/{run}/confirm/", expect=403).reads("전담기관만 이용할 수 있습니다")
    assert not Outcome.objects.filter(current=True).exists()
    office.confirm_and_publish(agency, run, 2)


def assert_outcomes(code: str, ai_code: str) -> None:
    found = Outcome.objects.get(application__code=code, current=True)
    whole = (found.base, found.ai, found.bonus, found.total, found.grade_point, found.level, found.base_level)
    assert whole == (BASE, AI_SCORE, AI_SCORE, TOTAL, GRADE_POINT, LEVEL, BASE_LEVEL)
    assert Outcome.objects.get(application__code=ai_code, current=True).ai == AI_SCORE


def read_result(owner: Visitor, code: str, finish: Finish) -> None:
    owner.open("/notices/").reads(f"진단 결과가 공개되었습니다 ({code})")
    owner.open("/home/").follow("결과 보기", to=code).reads("결과를 보기 전에 진단위원을 평가해 주세요")
    owner.send("평가하고 결과 보기", dict.fromkeys(owner.choices("diligence-", "fairness-"), "5"))
    owner.reads(f"등급 {LEVEL}", f"총점 {TOTAL}", f"진단 점수 {BASE}", f"제조AI 가점 {AI_SCORE}", *BENEFITS)
    owner.reads("3.3.2 증빙에서 2.5점 수준을 확인함.", "1.2.3 기술의 차별성 1 (KTRS E) 18 30")
    owner.follow("진단결과서 받기").press("진단결과서 만들기", to="/ko/")
    finish()
    owner.open(f"/reports/{code}/").follow("진단결과서 내려받기", to="-ko.pdf")
    assert owner.content.startswith(b"%PDF-")
    pages = PdfReader(io.BytesIO(owner.content)).pages
    printed = "".join("".join(page.extract_text() for page in pages).replace("\u2060", "").split())
    assert [words for words in ("새벽공정", f"Level{LEVEL}", str(TOTAL), code) if words not in printed] == []


def others_see(agency: Visitor, code: str) -> None:
    ministry, auditor = office.appoint(agency, Role.MINISTRY), office.appoint(agency, Role.AUDITOR)
    ministry.open("/home/").reads("POOL 등록 기업 1개사", "접수 2건", "공개된 결과 2건", "Level 3- 이상 1개사")
    ministry.follow("진단 결과").reads(code, str(TOTAL))
    auditor.open("/home/").follow("기록 검증").press("검증 시작").reads("모든 기록이 이어져요")


def by_task_bodies() -> None:
    """Call the body of each task that was asked for, as the worker does, until nothing is left to do."""
    current_app.loader.import_default_modules()
    for _round in range(5):
        waiting = list(Job.objects.filter(state=JobState.QUEUED).order_by("pk"))
        for job in waiting:
            current_app.tasks[job.kind](job.pk)
        if not waiting:
            return
    raise AssertionError(f"still waiting: {waiting}")


def by_worker() -> None:
    wait_until(lambda: not Job.objects.filter(state__in=(JobState.QUEUED, JobState.RUNNING)).exists())
