"""What was known of a supplier on a day, beyond its Level; what nobody established stays unknown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.moments import day_text
from applications.suppliers.entry.models import DirectoryConsent
from applications.suppliers.models import Supplier
from diagnosis.findings.models import Finding
from grading.load import load_scheme, scheme_codes
from grading.terms import Condition

CONSENT = "consent_directory"
WORDS = {"true": True, "false": False}


@dataclass(frozen=True)
class Fact:
    """A fact with the words that say where it comes from."""

    value: bool | Decimal
    source: str


def facts_on(supplier: Supplier, day: date, known_on: date | None = None) -> dict[str, Fact]:
    """The facts of a day by name; with `known_on`, without what was recorded later."""
    found = {CONSENT: _consent(supplier, day, known_on)}
    for finding in Finding.objects.filter(supplier=supplier, from_on__lte=day).order_by("recorded_at", "pk"):
        is_over = finding.until_on is not None and finding.until_on < day
        if not is_over and (known_on is None or timezone.localdate(finding.recorded_at) <= known_on):
            found[finding.fact] = Fact(_value(finding.value), _told(finding))
    return found


def values_of(facts: Mapping[str, Fact]) -> dict[str, object]:
    """The facts as the kernel takes them."""
    return {name: fact.value for name, fact in facts.items()}


def findings_of(supplier: Supplier) -> QuerySet[Finding]:
    """Everything ever established, newest first."""
    return Finding.objects.filter(supplier=supplier).select_related("recorded_by")


def asked_facts() -> dict[str, Condition]:
    """The facts that benefits of any scheme ask officials for, by name, as the newest scheme words them."""
    found: dict[str, Condition] = {}
    for code in scheme_codes():
        for benefit in load_scheme(code).benefits:
            for condition in (*benefit.all_of, *benefit.any_of):
                if condition.test != "level_at_least" and condition.fact != CONSENT:
                    found[condition.fact] = condition
    return found


def _consent(supplier: Supplier, day: date, known_on: date | None) -> Fact:
    """Whether the company agreed to be shown on that day; without a record it did not."""
    for one in DirectoryConsent.objects.filter(supplier=supplier).order_by("-given_at"):
        given, taken_back = timezone.localdate(one.given_at), one.revoked_at
        is_known = known_on is None or given <= known_on
        if is_known and given <= day and (taken_back is None or timezone.localdate(taken_back) > day):
            return Fact(True, _("%(day)s 공개 동의") % {"day": day_text(given)})
    return Fact(False, _("그날 공개에 동의한 기록이 없음"))


def _value(text: str) -> bool | Decimal:
    return WORDS[text] if text in WORDS else Decimal(text)


def _told(finding: Finding) -> str:
    day = day_text(timezone.localdate(finding.recorded_at))
    return _("%(source)s (%(name)s, %(day)s 기록)") % {
        "source": finding.source,
        "name": finding.recorded_by.name,
        "day": day,
    }
