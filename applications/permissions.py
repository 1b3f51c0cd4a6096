"""What an answer to «may this person …?» looks like."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied


@dataclass(frozen=True)
class Verdict:
    """Yes, or no with the sentence that the person is shown."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


YES = Verdict(True)


def refuse(reason: str) -> Verdict:
    """A no; reason is a whole, translated sentence."""
    return Verdict(False, str(reason))


def require(verdict: Verdict) -> None:
    """Raise PermissionDenied (403) carrying the sentence unless the verdict is a yes."""
    if not verdict:
        raise PermissionDenied(verdict.reason)
