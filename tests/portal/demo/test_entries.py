from applications.suppliers.entry.changes.models import EntryChange
from applications.suppliers.entry.models import AiAbility, Technology, TrackRecord
from applications.suppliers.entry.progress import missing
from applications.suppliers.entry.queries import listed_suppliers
from applications.suppliers.models import PoolState, Supplier


def test_approved_suppliers_have_technologies_regions_and_most_agree_to_be_shown(loaded):
    approved = Supplier.objects.filter(pool_state=PoolState.APPROVED)

    assert approved.filter(technologies=None).count() == approved.filter(served_regions=None).count() == 0
    assert 0 < listed_suppliers().count() < approved.count()
    assert AiAbility.objects.exists()
    told = {one.supplier.pool_state for one in Technology.objects.select_related("supplier")}
    assert told == {"approved", "submitted", "supplement"}


def test_the_demo_supplier_is_told_in_full(loaded):
    supplier = Supplier.objects.get(members__user__email="supplier@example.kr")

    assert (supplier.staff.count(), supplier.track_records.count(), supplier.finance_years.count()) == (10, 8, 3)
    assert listed_suppliers().filter(pk=supplier.pk).exists()
    assert not TrackRecord.objects.filter(customer="").exists()
    assert supplier.track_records.exclude(evidence=None).exists()


def test_those_who_wait_lack_nothing_and_some_changes_wait(loaded):
    waiting = Supplier.objects.filter(pool_state__in=(PoolState.SUBMITTED, PoolState.SUPPLEMENT))

    assert [(one.name, missing(one)) for one in waiting if missing(one)] == []
    assert EntryChange.objects.filter(state="submitted").count() == 3
    assert not Supplier.objects.filter(pool_state=PoolState.APPROVED, refresh_due_on=None).exists()
