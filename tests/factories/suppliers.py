from itertools import count

from applications.suppliers.models import CompanySize, PoolState, Supplier, SupplierType, TechnologyField

serials = count(1)
WEIGHTS = (1, 3, 7, 1, 3, 7, 1, 3, 5)


def business_number(serial: int) -> str:
    """A valid business number: nine digits from the serial and the check digit after them."""
    digits = [int(character) for character in f"{100000000 + serial}"]
    total = sum(digit * weight for digit, weight in zip(digits, WEIGHTS, strict=True)) + digits[8] * 5 // 10
    return "".join(map(str, digits)) + str(-total % 10)


def make_supplier(**fields: object) -> Supplier:
    serial = next(serials)
    values = {
        "business_number": business_number(serial),
        "name": f"한빛공정{serial}",
        "representative": "김대표",
        "supplier_type": SupplierType.SMART_MFG,
        "technology_field": TechnologyField.INFORMATION,
        "company_size": CompanySize.SMALL,
        "region_code": "41",
        "pool_state": PoolState.APPROVED,
    }
    return Supplier.objects.create(**(values | fields))
