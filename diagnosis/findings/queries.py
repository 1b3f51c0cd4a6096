"""What was known of a supplier on a day, beyond its Level; what nobody established stays unknown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.moments import day_text
from applications.rounds.wording import named
from applications.sanctions.models import Sanction
from applications.suppliers.entry.models import DirectoryConsent
from applications.suppliers.models import Supplier
from diagnosis.findings.models import Finding
from grading.load import load_scheme, scheme_codes
from grading.terms import Condition

CONSENT = "consent_directory"
SANCTIONED = "sanction_within_3_years"
SANCTION_YEARS = 3
"""What the fact's name says."""
WORDS = {"true": True, "false": False}


@dataclass(frozen=True)
class Fact:
    """A fact with the words that say where it comes from."""

    value: bool | Decimal
    source: str


def facts_on(supplier: Supplier, day: date, known_on: date | None = None) -> dict[str, Fact]:
    """The facts of a day by name; with `known_on`, without what was recorded later."""
    found = {CONSENT: _consent(supplier, day, known_on)}
    established = Finding.objects.filter(supplier=supplier, from_on__lte=day).select_related("recorded_by")
    for finding in established.order_by("recorded_at", "pk"):
        is_over = finding.until_on is not None and finding.until_on < day
        if not is_over and (known_on is None or timezone.localdate(finding.recorded_at) <= known_on):
            found[finding.fact] = Fact(_value(finding.value), _told(finding))
    sanction = _sanction(supplier, day, known_on)
    return found | ({SANCTIONED: sanction} if sanction else {})


def values_of(facts: Mapping[str, Fact]) -> dict[str, object]:
    """The facts as the kernel takes them."""
    return {name: fact.value for name, fact in facts.items()}


def findings_of(supplier: Supplier) -> QuerySet[Finding]:
    """Everything ever established, newest first."""
    return Finding.objects.filter(supplier=supplier).select_related("recorded_by")


def told_of(supplier: Supplier) -> list[tuple[Finding, str, str]]:
    """Every finding with its condition and what came of it in words."""
    asked = asked_facts()
    return [(one, *_in_words(one, asked.get(one.fact))) for one in findings_of(supplier)]


def _in_words(finding: Finding, condition: Condition | None) -> tuple[str, str]:
    name = named(condition) if condition else finding.fact
    if finding.value not in WORDS:
        return name, f"{(Decimal(finding.value) * 100).normalize():f}%"
    is_met = WORDS[finding.value] is (condition is None or condition.test == "is_true")
    return name, _("조건을 갖춤") if is_met else _("조건을 갖추지 못함")


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


def _sanction(supplier: Supplier, day: date, known_on: date | None) -> Fact | None:
    """A confirmed exclusion of the years before the day, whatever was looked up; one that was lifted counts no more."""
    since = day.replace(year=day.year - SANCTION_YEARS, day=min(day.day, 28) if day.month == 2 else day.day)
    held = Sanction.objects.filter(business_number=supplier.business_number, confirmed=True)
    for one in held.filter(begins_on__lte=day, ends_on__gte=since).order_by("-ends_on"):
        is_known = known_on is None or (one.decided_at is not None and timezone.localdate(one.decided_at) <= known_on)
        is_lifted = one.lifted_at is not None and timezone.localdate(one.lifted_at) <= day
        if is_known and not is_lifted:
            days = {"first": day_text(one.begins_on), "last": day_text(one.ends_on), "source": one.source}
            return Fact(True, _("참여 제한 %(first)s ~ %(last)s (%(source)s)") % days)
    return None


def _value(text: str) -> bool | Decimal:
    return WORDS[text] if text in WORDS else Decimal(text)


def _told(finding: Finding) -> str:
    day = day_text(timezone.localdate(finding.recorded_at))
    return _("%(source)s (%(name)s, %(day)s 기록)") % {
        "source": finding.source,
        "name": finding.recorded_by.name,
        "day": day,
    }
