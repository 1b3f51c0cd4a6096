"""What the company said to the same items in its latest earlier round, as far as they ask the same."""

from collections.abc import Mapping
from dataclasses import dataclass

from applications.filing.models import Application
from diagnosis.answers.models import Answer
from grading.concordance import NotComparable, concordance
from grading.load import load_scheme
from grading.values import Track


@dataclass(frozen=True)
class Earlier:
    """An answer that was filed in an earlier round."""

    answer: Answer
    application: Application

    @property
    def round_name(self) -> str:
        return self.application.round.name


def earlier_answers(application: Application) -> dict[str, Earlier]:
    """By item code of this application: the answers of the last application filed on the same track, two queries.

    Items that were said not to apply are left out: that claim is made and decided anew each time.
    """
    before = earlier_application(application)
    if before is None:
        return {}
    filed = Answer.objects.filter(application=before, applies=True, rating__isnull=False).exclude(text="")
    said = {answer.item_code: answer for answer in filed}
    same = same_items(before, application)
    return {code: Earlier(said[old], before) for code, old in same.items() if old in said}


def is_empty(answer: Answer | None) -> bool:
    """Whether nothing has been said to an item yet, so that nothing is lost when an earlier answer goes there."""
    return answer is None or (answer.rating is None and answer.applies and not answer.text.strip())


def earlier_application(application: Application) -> Application | None:
    """The company's latest filed application on the same track in a round that opened before this one."""
    filed = Application.objects.filter(supplier_id=application.supplier_id, track=application.track)
    earlier = filed.filter(arrived_at__isnull=False, round__opens_at__lt=application.round.opens_at)
    return earlier.select_related("round").order_by("-round__opens_at").first()


def same_items(before: Application, now: Application) -> Mapping[str, str]:
    """Codes of the present scheme and the earlier codes that ask the same."""
    old = load_scheme(before.scheme_code).tracks[before.track]
    new = load_scheme(now.scheme_code).tracks[now.track]
    if before.scheme_code == now.scheme_code:
        return {item.code: item.code for item in new.items}
    try:
        found = concordance(before.scheme_code, now.scheme_code)
    except NotComparable:
        return _alike(old, new)
    if found.track.code != now.track:
        return _alike(old, new)
    return {pair.item.code: pair.old.code for pair in found.shared}


def _alike(old: Track, new: Track) -> dict[str, str]:
    """Without a concordance only items of the same code and name are taken to ask the same."""
    return {
        item.code: item.code for item in new.items if old.has_item(item.code) and old.item(item.code).name == item.name
    }
