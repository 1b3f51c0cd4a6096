"""What a company's owners are told about their place in the POOL, each in their own language."""

from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from applications.moments import day_text
from applications.notices.kinds import Kind
from applications.notices.services import notify
from applications.people.models import User
from applications.suppliers.models import Standing, Supplier
from applications.suppliers.pool import PoolMove


def tell_owners_of_move(supplier: Supplier, move: PoolMove, *, reason: str, number: int) -> None:
    """A move of the POOL; `number` is that of its event."""

    def body() -> str:
        names = {"name": supplier.name, "state": supplier.get_pool_state_display()}
        told = _("%(name)s의 공급기업 POOL 상태가 «%(state)s»(으)로 바뀌었습니다.") % names
        return _with_reason(told, reason, supplier.pool_due_on)

    notify(
        _owners(supplier),
        key=f"pool:{supplier.business_number}:{number}",
        subject=lambda: _("[공급기업 POOL] %(move)s 안내") % {"move": move.label},
        body=body,
        link=reverse("suppliers:profile"),
        kind=Kind.POOL,
    )


def tell_owners_of_change(
    supplier: Supplier, label: str | Promise, *, reason: str, due_on: date | None, number: int
) -> None:
    """What the operator did with a change of the entry; `label` names the move, `number` its event."""

    def body() -> str:
        told = _("%(name)s이(가) 신청한 등록 내용 변경: %(move)s") % {"name": supplier.name, "move": label}
        return _with_reason(told, reason, due_on)

    notify(
        _owners(supplier),
        key=f"pool-change:{supplier.business_number}:{number}",
        subject=lambda: _("[공급기업 POOL] %(move)s 안내") % {"move": label},
        body=body,
        link=reverse("suppliers:profile"),
        kind=Kind.POOL,
    )


def remind_of_refresh(supplier: Supplier, due: date, days: int) -> None:
    """The yearly confirmation is due; told once for each due day and number of days before it."""
    notify(
        _owners(supplier),
        key=f"pool-refresh:{supplier.business_number}:{due}:{days}",
        subject=lambda: _("[공급기업 POOL] 등록 내용 갱신 안내"),
        body=lambda: (
            _(
                "%(name)s의 POOL 등록 내용을 %(due)s까지 확인해 주세요. "
                "달라진 것이 없으면 «내용 확인»만 누르면 됩니다. "
                "기한까지 확인하지 않으면 갱신 만료 상태가 되어 새로 신청할 수 없습니다."
            )
            % {"name": supplier.name, "due": day_text(due)}
        ),
        link=reverse("suppliers:profile"),
        kind=Kind.REMINDER,
    )


def remind_of_supplement(supplier: Supplier, due: date, days: int) -> None:
    """A supplement is due; told once for each due day and number of days before it."""
    notify(
        _owners(supplier),
        key=f"pool-supplement:{supplier.business_number}:{due}:{days}",
        subject=lambda: _("[공급기업 POOL] 보완 기한 안내"),
        body=lambda: (
            _("%(name)s의 POOL 보완 기한은 %(due)s입니다. 요청된 부분을 고쳐 «보완 제출»을 눌러 주세요.")
            % {"name": supplier.name, "due": day_text(due)}
        ),
        link=reverse("suppliers:profile"),
        kind=Kind.REMINDER,
    )


def _owners(supplier: Supplier) -> QuerySet[User]:
    return User.objects.filter(member__supplier=supplier, member__standing=Standing.OWNER, is_active=True)


def _with_reason(told: str, reason: str, due_on: date | None) -> str:
    lines = [told]
    lines += [f"{_('사유')}: {reason}"] if reason else []
    lines += [f"{_('보완 기한')}: {day_text(due_on)}"] if due_on else []
    return "\n\n".join(lines)
