"""The terms by which a company is found: `kind:code`, such as `technology:MES` or `level:3-` (that Level or above)."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from applications import clock
from applications.suppliers.entry.vocabulary import terms as vocabulary
from applications.suppliers.models import SupplierType
from applications.suppliers.regions import regions_on
from grading.load import load_scheme, scheme_codes

KINDS = ("type", "level", "region", "technology", "function", "process", "industry", "ai")
LISTS = {"technology": "technology", "function": "ai_function", "process": "ai_process", "industry": "industry"}
DIAGNOSED = "ai:DIAGNOSED"


@dataclass(frozen=True)
class Word:
    """A term with what it is called in the language of the page."""

    term: str
    label: str


def kind_labels() -> Mapping[str, str]:
    """What each kind of term is called."""
    return {
        "type": _("공급기업 유형"),
        "level": _("역량진단 등급"),
        "region": _("활동 지역"),
        "technology": _("보유기술"),
        "function": _("AI 기능"),
        "process": _("AI를 쓰는 업무"),
        "industry": _("실적 업종"),
        "ai": _("제조AI 개발역량"),
    }


def words() -> dict[str, list[Word]]:
    """Every term by kind, in official order, in the language of the page."""
    found = {
        "type": [Word(f"type:{kind.value}", str(kind.label)) for kind in SupplierType],
        "level": [Word(f"level:{label}", _("Level %(level)s 이상") % {"level": label}) for label in level_labels()],
        "region": [Word(f"region:{place.code}", place.short_label) for place in regions_on(clock.today())],
        "ai": [Word(DIAGNOSED, _("제조AI 진단을 받은 기업"))],
    }
    for kind, name in LISTS.items():
        found[kind] = [Word(f"{kind}:{one.code}", one.label) for one in vocabulary(name)]
    return {kind: found[kind] for kind in KINDS}


def labels() -> dict[str, str]:
    """What each term is called, by term."""
    return {word.term: word.label for some in words().values() for word in some}


def level_labels() -> list[str]:
    """The Levels of the newest scheme, highest first, without the lowest, which everybody reaches."""
    ladder = sorted(load_scheme(scheme_codes()[-1]).levels, key=lambda level: -level.rank)
    return [level.label for level in ladder[:-1]]


def spoken() -> dict[str, list[str]]:
    """The names a searched term may be called by, in Korean and English, by term."""
    names: dict[str, list[str]] = {}
    for place in regions_on(clock.today()):
        names[f"region:{place.code}"] = [place.short, place.name, place.name_en]
    for kind, name in LISTS.items():
        for one in vocabulary(name):
            names[f"{kind}:{one.code}"] = [one.name, one.name_en]
    return names
