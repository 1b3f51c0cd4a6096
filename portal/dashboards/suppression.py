"""Small groups are not shown, so that nobody reads a company's result out of a table."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

SMALLEST_SHOWN = 5


def hidden(counts: Mapping[str, int]) -> set[str]:
    """The groups that must not be shown: those with one to four members, and a second one where only one is small.

    A single hidden group could be found by taking the others from the total.
    """
    small = {key for key, count in counts.items() if 0 < count < SMALLEST_SHOWN}
    if len(small) == 1:
        others = {key: count for key, count in counts.items() if key not in small and count}
        small |= {min(others, key=lambda key: others[key])} if others else set()
    return small


def hidden_text() -> str:
    """What stands in place of a hidden figure."""
    return _("%(least)d 미만") % {"least": SMALLEST_SHOWN}


def masked_text() -> str:
    """What stands in place of a figure that is hidden only to protect another."""
    return _("비공개")
