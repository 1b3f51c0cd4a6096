"""The parts that an entry is written in, in the order of the page."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.suppliers.entry.requirements import requirements

Text = str | Promise


@dataclass(frozen=True)
class Section:
    """A part of the entry. `many`: it has rows; `none_label`: what a company without any ticks."""

    code: str
    label: Text
    lead: Text
    many: bool = False
    none_label: Text = ""
    takes_sheets: bool = False

    @property
    def is_required(self) -> bool:
        """Whether nothing is submitted without it."""
        return self.code in requirements().required

    @property
    def needs_approval(self) -> bool:
        """Whether a change after approval stands only once the operator has approved it."""
        return self.code in requirements().needs_approval


SECTIONS: tuple[Section, ...] = (
    Section("company", _("기업 정보"), _("사업자등록증과 등기부에 적힌 그대로 적어 주세요.")),
    Section("contact", _("연락처와 현황"), _("기업에 연락할 때 쓰고, 승인 뒤에도 바로 고칠 수 있어요.")),
    Section("regions", _("활동 지역"), _("구축과 사후지원을 할 수 있는 지역을 골라 주세요.")),
    Section("technology", _("보유기술"), _("공급할 수 있는 기술을 모두 골라 주세요.")),
    Section("ai", _("제조AI 역량"), _("AI 기능을 어느 업무에 적용할 수 있는지 골라 주세요. 없으면 비워 두어도 돼요.")),
    Section("staff", _("인력"), _("과제에 투입할 수 있는 사람을 적어 주세요."), many=True, takes_sheets=True),
    Section(
        "records",
        _("수행 실적"),
        _("끝난 구축 과제를 최근 것부터 적어 주세요."),
        many=True,
        none_label=_("아직 수행 실적이 없어요."),
        takes_sheets=True,
    ),
    Section(
        "finance",
        _("재무"),
        _("결산이 끝난 연도의 재무제표 금액을 최근 것부터 천원 단위로 적어 주세요."),
        many=True,
        none_label=_("아직 결산한 연도가 없어요."),
    ),
    Section(
        "products",
        _("자사 제품"),
        _("직접 개발해 판매하는 제품의 이름을 적어 주세요. 없으면 비워 두어도 돼요."),
        many=True,
    ),
)
BY_CODE: dict[str, Section] = {section.code: section for section in SECTIONS}


def section_labels(codes: list[str]) -> list[str]:
    """What these sections are called, in the order of the page."""
    return [str(section.label) for section in SECTIONS if section.code in codes]
