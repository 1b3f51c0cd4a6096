"""May this person have a company's tax status looked up, or write down what they saw?"""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from applications.people.models import User
from applications.permissions import YES, Verdict, refuse
from applications.roles import Role
from applications.suppliers.models import Supplier
from applications.suppliers.permissions import may_write_profile_of
from applications.taxation.models import TaxCheck
from applications.taxation.office import is_connected

BETWEEN = timedelta(minutes=1)


def may_ask_office(user: User, supplier: Supplier, at: datetime) -> Verdict:
    """The operator, and those who write for the company; once a minute, for the office counts questions."""
    if not is_connected():
        return refuse(_("국세청 조회가 연결되어 있지 않아 운영기관이 직접 확인합니다."))
    if user.role != Role.OPERATOR and not (mine := may_write_profile_of(user, supplier)):
        return mine
    if TaxCheck.objects.filter(supplier=supplier, at__gt=at - BETWEEN).exists():
        return refuse(_("방금 조회했습니다. 1분 뒤에 다시 조회할 수 있습니다."))
    return YES


def may_verify_by_hand(user: User) -> Verdict:
    """Only the operator vouches for what they saw."""
    return YES if user.role == Role.OPERATOR else refuse(_("세무 상태의 직접 확인은 운영기관만 할 수 있습니다."))
