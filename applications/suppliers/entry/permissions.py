"""May this person write this section of the entry now?"""

from django.utils.translation import gettext as _

from applications.people.models import User
from applications.permissions import Verdict, refuse
from applications.suppliers.entry.changes.models import ChangeState, EntryChange
from applications.suppliers.entry.sections import Section
from applications.suppliers.models import PoolState, Supplier
from applications.suppliers.permissions import may_write_profile_of
from applications.suppliers.pool import CONTACT_OPEN, IDENTITY_OPEN


def may_write_section(user: User, supplier: Supplier, section: Section, change: EntryChange | None) -> Verdict:
    """When first, then who; `change` is the one under way, if any."""
    return refuse(why) if (why := closed_because(supplier, section, change)) else may_write_profile_of(user, supplier)


def closed_because(supplier: Supplier, section: Section, change: EntryChange | None) -> str:
    """Why nobody writes the section now, or nothing."""
    if supplier.pool_state not in CONTACT_OPEN:
        return _("%(state)s 상태에서는 고칠 수 없습니다.") % {"state": supplier.get_pool_state_display()}
    if change is not None and change.state == ChangeState.SUBMITTED and not opens_directly(supplier, section):
        return _("변경 승인을 기다리고 있습니다. 더 고치려면 변경 신청을 먼저 거두어 주세요.")
    return ""


def opens_directly(supplier: Supplier, section: Section) -> bool:
    """Whether what is saved stands at once, without the operator's approval."""
    return supplier.pool_state in IDENTITY_OPEN or not section.needs_approval


def may_ask_for_change(user: User, supplier: Supplier, change: EntryChange | None) -> Verdict:
    """Whether changed sections may be put before the operator: approved or lapsed, and none under way."""
    if supplier.pool_state not in (PoolState.APPROVED, PoolState.LAPSED):
        return refuse(_("승인된 기업만 변경 승인을 신청할 수 있습니다."))
    if change is not None:
        return refuse(_("이미 처리 중인 변경 신청이 있습니다."))
    return may_write_profile_of(user, supplier)


def may_agree_to_listing(user: User, supplier: Supplier) -> Verdict:
    """Whether this person gives or takes back the consent to the public directory."""
    if supplier.pool_state == PoolState.REMOVED:
        return refuse(_("POOL에서 제외된 기업은 공개 목록에 나오지 않습니다."))
    return may_write_profile_of(user, supplier)


def may_confirm_entry(user: User, supplier: Supplier) -> Verdict:
    """Whether this person may say for the company that its entry still holds."""
    if supplier.pool_state != PoolState.APPROVED:
        return refuse(_("승인된 기업만 내용을 확인할 수 있습니다."))
    return may_write_profile_of(user, supplier)
