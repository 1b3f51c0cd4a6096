"""What a company agrees to when it files; asked one by one, and only the needed ones hold up the filing.

Which consents there are comes from the notices of the sister programmes and from KIBO; that the platform consent
may be withheld is an assumption, because none of them says that a refusal excludes a company. What each must say
(purpose, data, time, refusal) is in 개인정보 보호법 제15조·제17조·제22조.
"""

import hashlib
from dataclasses import dataclass
from typing import TypedDict

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from grading.values import Track


class Given(TypedDict):
    """An answer to one question as it is kept: yes or no, and to exactly which words."""

    given: bool
    version: str
    sha256: str


@dataclass(frozen=True)
class Consent:
    """One question: what for, which data, how long, and what a refusal means.

    `version` names the wording and changes with it; kept answers say which wording they are an answer to.
    """

    code: str
    label: str | Promise
    purpose: str | Promise
    data: str | Promise
    kept: str | Promise
    refusal: str | Promise
    required: bool
    version: str = "2026-1"

    def given(self, answer: bool) -> Given:
        """The answer with the version of the words and their SHA-256 in Korean, a line each in the order above."""
        with translation.override("ko"):
            words = "\n".join(map(str, (self.label, self.purpose, self.data, self.kept, self.refusal)))
        return {"given": answer, "version": self.version, "sha256": hashlib.sha256(words.encode()).hexdigest()}


PERSONAL = Consent(
    "personal",
    _("개인정보 수집·이용 동의"),
    _("역량진단 신청 접수, 요건 확인, 진단 안내와 결과 통지"),
    _("대표자와 담당자의 이름, 이메일, 전화번호"),
    _("진단 결과의 유효기간이 끝날 때까지"),
    _("동의하지 않을 수 있으나, 그 경우 신청을 접수할 수 없습니다."),
    required=True,
)
KIBO = Consent(
    "kibo",
    _("기술보증기금 고객정보활용 동의"),
    _("기술보증기금의 KTRS-FM 평가로 경영 분야 점수를 확정"),
    _("기업 정보, 대표자 정보, 경영 분야 답변과 증빙"),
    _("기술보증기금이 평가를 마치고 결과를 보관하는 기간"),
    _("동의하지 않을 수 있으나, 그 경우 경영 분야를 평가할 수 없어 신청을 접수할 수 없습니다."),
    required=True,
)
PLATFORM = Consent(
    "platform",
    _("중소기업 빅데이터 플랫폼 정보활용 동의"),
    _("제출 서류를 줄이기 위한 기업 정보 연계와 사업 성과 분석"),
    _("사업자등록 정보, 재무·고용 정보, 지원사업 참여 이력"),
    _("동의를 철회할 때까지"),
    _("동의하지 않아도 신청할 수 있습니다. 필요한 서류를 직접 내야 할 수 있습니다."),
    required=False,
)


def consents_for(track: Track) -> tuple[Consent, ...]:
    """What is asked on a track; KIBO only where it rates items."""
    return (PERSONAL, *([KIBO] if track.ktrs_items else []), PLATFORM)
