"""Which names sound like what was typed: the database finds candidates by trigrams, one rule judges them everywhere."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from diagnosis.directory.models import TextKind
from diagnosis.directory.spelling import LENGTH, grams, key, likeness
from diagnosis.directory.terms import spoken

CANDIDATES = 500
ALIKE = 60  # percent of what was typed that a name must hold
SAME = 85  # the same for words written as one, which must not be found for one of them alone
POSTGRESQL = """
SELECT listing_id, kind, text, key FROM diagnosis_listingtext WHERE %s <%% key
ORDER BY word_similarity(%s, key) DESC, id LIMIT %s"""
SQLITE = """
SELECT found.listing_id, found.kind, found.text, found.key FROM directory_trigrams
JOIN diagnosis_listingtext AS found ON found.id = directory_trigrams.rowid
WHERE directory_trigrams MATCH %s ORDER BY directory_trigrams.rank, found.id LIMIT %s"""
SHORT = (
    "SELECT listing_id, kind, text, key FROM diagnosis_listingtext WHERE key >= %s AND key < %s ORDER BY key LIMIT %s"
)


@dataclass(frozen=True)
class Match:
    """A name that sounds like what was typed; `likeness` in percent."""

    listing: int
    kind: TextKind
    text: str
    likeness: int


def names_like(typed: str, least: int = ALIKE) -> dict[int, Match]:
    """The name of each company that fits best, by the number of its listing; `least` in percent; one query."""
    asked = key(typed)
    best: dict[int, Match] = {}
    for listing, kind, text, sounds in _candidates(asked) if asked else ():
        alike = likeness(asked, sounds)
        if alike >= least and (listing not in best or alike > best[listing].likeness):
            best[listing] = Match(listing, TextKind(kind), text, alike)
    return best


def bare_look_up(typed: str) -> int:
    """How many candidates the index finds for what was typed: the cost that a search cannot go below."""
    return len(_candidates(key(typed)))


def terms_like(typed: str) -> list[str]:
    """The terms of the lists that are called like what was typed."""
    asked = key(typed)
    if not asked:
        return []
    return [term for term, names in spoken().items() if any(_is_called(asked, key(name)) for name in names)]


def _is_called(asked: str, name: str) -> bool:
    """Whole names for what is short, so that `AI` does not find every word that holds the two letters."""
    if len(asked) <= LENGTH:
        return asked == name
    return len(name) >= LENGTH and likeness(asked, name) >= ALIKE and likeness(name, asked) >= ALIKE


def _candidates(asked: str) -> Sequence[tuple[int, str, str, str]]:
    with connection.cursor() as cursor:
        if len(asked) < LENGTH:
            cursor.execute(SHORT, [asked, asked[:-1] + chr(ord(asked[-1]) + 1), CANDIDATES])
        elif connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL, [asked, asked, CANDIDATES])
        else:
            wanted = " OR ".join(f'"{gram}"' for gram in sorted(grams(asked)))
            cursor.execute(SQLITE, [wanted, CANDIDATES])
        return list(cursor.fetchall())
