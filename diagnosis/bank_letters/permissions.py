"""May a letter for a bank be made for this benefit?"""

from django.utils.translation import gettext as _

from applications.permissions import YES, Verdict, refuse
from applications.rounds.wording import in_language
from diagnosis.bank_letters.queries import is_lettered
from diagnosis.benefits.queries import Entitlement
from grading.benefits import OPEN


def may_have_letter(benefit: str, one: Entitlement | None = None) -> Verdict:
    """Only for benefits that are got by a letter; with today's answer, only while it is open."""
    if not is_lettered(benefit):
        return refuse(_("이 혜택에는 은행 제출용 확인서가 없습니다."))
    if one is not None and one.dated.answer.state != OPEN:
        return refuse(in_language(one.dated.answer.reason, one.dated.answer.reason_en))
    return YES
