"""Companies that the directory may show."""

from applications import clock
from applications.suppliers.entry.models import DirectoryConsent, Product, ServedRegion, Technology, TrackRecord
from applications.suppliers.models import PoolState, Supplier
from tests.factories.people import make_user
from tests.factories.suppliers import make_supplier


def agree(supplier: Supplier) -> DirectoryConsent:
    """The company's leave to be shown."""
    return DirectoryConsent.objects.create(supplier=supplier, given_by=make_user("supplier"))


def make_listed(name: str, *terms: str, products: tuple[str, ...] = (), **fields: object) -> Supplier:
    """An approved company that agreed to be shown, with terms such as `technology:MES`, `industry:29`, `region:26`."""
    supplier = make_supplier(name=name, **({"pool_state": PoolState.APPROVED} | fields))
    agree(supplier)
    for position, product in enumerate(products):
        Product.objects.create(supplier=supplier, position=position, name=product, technology="MES")
    for term in terms:
        kind, _colon, code = term.partition(":")
        if kind == "technology":
            Technology.objects.create(supplier=supplier, code=code)
        elif kind == "region":
            ServedRegion.objects.create(supplier=supplier, region_code=code)
        else:
            make_record(supplier, code)
    return supplier


def make_record(supplier: Supplier, industry: str) -> TrackRecord:
    """A project of the company for a customer of the industry."""
    today = clock.today()
    facts = {"project": "과제", "customer": "고객", "amount": 1000, "technology": "MES", "reached": "BASIC"}
    return TrackRecord.objects.create(supplier=supplier, industry=industry, began_on=today, ended_on=today, **facts)
