from applications.suppliers.entry.models import AiAbility, Technology, TrackRecord
from applications.suppliers.entry.queries import is_listed, listed_suppliers
from applications.suppliers.models import PoolState, Supplier


def test_approved_suppliers_have_technologies_regions_and_most_agree_to_be_shown(loaded):
    approved = Supplier.objects.filter(pool_state=PoolState.APPROVED)

    assert approved.filter(technologies=None).count() == approved.filter(served_regions=None).count() == 0
    assert 0 < listed_suppliers().count() < approved.count()
    assert AiAbility.objects.exists()
    assert {one.supplier.pool_state for one in Technology.objects.select_related("supplier")} == {"approved"}


def test_the_demo_supplier_is_told_in_full(loaded):
    supplier = Supplier.objects.get(members__user__email="supplier@example.kr")

    assert (supplier.staff.count(), supplier.track_records.count(), supplier.finance_years.count()) == (10, 8, 3)
    assert is_listed(supplier)
    assert not TrackRecord.objects.filter(customer="").exists()
