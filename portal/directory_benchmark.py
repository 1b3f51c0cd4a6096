"""What a search of the directory costs among many companies, as the ratio to the bare look-ups of its words."""

import time
from collections.abc import Callable, Iterator
from functools import partial
from random import Random
from statistics import median

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from applications.people.models import User
from applications.suppliers.entry.models import DirectoryConsent
from applications.suppliers.models import CompanySize, PoolState, Supplier, SupplierType, TechnologyField
from applications.suppliers.numbers import check_digit
from diagnosis.directory.cube import current_cube
from diagnosis.directory.models import Edition, Listing, ListingText, TextKind
from diagnosis.directory.queries import cards
from diagnosis.directory.search import Wanted, search
from diagnosis.directory.spelling import key
from diagnosis.directory.terms import words
from diagnosis.directory.texts import bare_look_up
from portal.demo.names import stem

PAGE, ROUNDS, COMPANIES = 20, 15, 100_000
CHUNK = 5000
KINDS = ("시스템", "테크", "로보틱스", "정보기술", "솔루션", "소프트", "오토메이션", "데이터")
PRODUCTS = ("MES", "APS", "비전검사", "관제", "스마트팩토리", "품질관리")


def load_crowd(number: int, person: int) -> None:
    """So many companies in the directory with names, products and terms, drawn from a fixed seed."""
    rng, first = Random("directory"), 700_000_000
    terms = [word.term for kind, some in words().items() if kind != "level" for word in some]
    for start in range(0, number, CHUNK):
        _load(rng, range(first + start, first + min(start + CHUNK, number)), terms, person)
    Edition.objects.all().delete()
    Edition.objects.create(pk=1)


@transaction.atomic
def _load(rng: Random, serials: range, terms: list[str], person: int) -> None:
    suppliers = Supplier.objects.bulk_create(_supplier(rng, serial) for serial in serials)
    DirectoryConsent.objects.bulk_create(DirectoryConsent(supplier=one, given_by_id=person) for one in suppliers)
    listings = Listing.objects.bulk_create(
        Listing(supplier=one, name=one.name, terms=" ".join(rng.sample(terms, 12)), records=rng.randint(0, 9))
        for one in suppliers
    )
    ListingText.objects.bulk_create(_texts(rng, listings))


def _supplier(rng: Random, serial: int) -> Supplier:
    return Supplier(
        business_number=f"{serial}{check_digit(str(serial))}",
        name=f"{stem(rng)}{stem(rng)}{rng.choice(KINDS)}",
        representative="-",
        supplier_type=SupplierType.SMART_MFG,
        technology_field=TechnologyField.INFORMATION,
        company_size=CompanySize.SMALL,
        region_code="41",
        pool_state=PoolState.APPROVED,
    )


def _texts(rng: Random, listings: list[Listing]) -> Iterator[ListingText]:
    for listing in listings:
        for kind, text in ((TextKind.NAME, listing.name), (TextKind.PRODUCT, f"{stem(rng)} {rng.choice(PRODUCTS)}")):
            yield ListingText(listing=listing, kind=kind, text=text, key=key(text))


def measure_directory(asked: str) -> tuple[float, float, int]:
    """Median seconds of the bare look-ups of all words and of the whole search with a page, and its queries."""
    current_cube()
    typed = dict.fromkeys([*asked.split(), "".join(asked.split())])
    bare, whole = [], []
    for _round in range(ROUNDS):
        bare.append(sum(_taken(partial(bare_look_up, text)) for text in typed))
        whole.append(_taken(lambda: _whole(asked)))
    with CaptureQueriesContext(connection) as queries:
        _whole(asked)
    return median(bare), median(whole), len(queries)


def directory_report(number: int = COMPANIES) -> Iterator[str]:
    """Load the crowd beside what is there and tell a line for each search."""
    load_crowd(number, User.objects.earliest("pk").pk)
    name = Listing.objects.latest("pk").name
    yield f"{f'search among {number:,} companies':38}{'median ms':>10}{'ratio':>8}{'goal':>6}{'queries':>9}"
    for asked in (name, name[:4], "시스템", f"부산 {name}"):
        bare, whole, queries = measure_directory(asked)
        yield f"{asked:34}{whole * 1000:10.2f}{whole / bare:8.1f}{'≤ 5':>6}{queries:9}"


def _whole(asked: str) -> None:
    found = search(Wanted(asked))
    cards(found.listings[:PAGE], found)


def _taken(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start
