"""The schemes there are, those of the portal and those brought in, under one kind of name."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from applications.people.models import User
from applications.roles import OFFICIALS
from applications.rounds.models import Round
from diagnosis.schemes.figures import Figure, figures_in
from diagnosis.schemes.folders import folder_of, scheme_of
from diagnosis.schemes.models import DraftState, SchemeDraft
from grading.load import SCHEMES, load_scheme, shipped_codes, shipped_lives
from grading.values import Scheme

DRAFT_REF = "draft-"


class NoSuchScheme(LookupError):
    """No scheme of that name is within the person's sight."""


@dataclass(frozen=True)
class Version:
    """One scheme as it stands: `ref` names it in addresses; `draft` is its row where it was uploaded."""

    ref: str
    code: str
    title: str
    state: DraftState
    digest: str
    folder: Path
    draft: SchemeDraft | None = None

    @property
    def scheme(self) -> Scheme:
        """What the kernel reads; raises SchemeError where today's kernel finds faults in an older upload."""
        return scheme_of(self.draft) if self.draft else load_scheme(self.code)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure with its place and source."""
        return _figures(self.folder, self.digest)

    @property
    def assumptions(self) -> tuple[Figure, ...]:
        """The figures that no official source states."""
        return tuple(one for one in self.figures if one.assumption)

    @property
    def name(self) -> str:
        """Code, and the number of the draft where several may share a code."""
        if self.draft is None or self.state != DraftState.DRAFT:
            return self.code
        return _("%(code)s (초안 %(number)d)") % {"code": self.code, "number": self.draft.pk}

    @property
    def rounds(self) -> QuerySet[Round]:
        """The rounds that follow it."""
        return Round.objects.filter(scheme_code=self.code, scheme_digest=self.digest)

    @property
    def is_draft(self) -> bool:
        return self.state == DraftState.DRAFT and self.draft is not None


def versions_for(user: User) -> list[Version]:
    """All schemes, newest code first and drafts on top, for officials; none for others. One query."""
    if user.role not in OFFICIALS:
        return []
    drafts = SchemeDraft.objects.exclude(state=DraftState.DISCARDED).select_related("uploaded_by", "published_by")
    brought = [_brought_in(draft) for draft in drafts]
    return sorted([*brought, *map(_brought_along, shipped_codes())], key=lambda one: one.code, reverse=True)


def version_for(user: User, ref: str) -> Version:
    """The scheme of that name. Raises NoSuchScheme."""
    if user.role not in OFFICIALS:
        raise NoSuchScheme(ref)
    number = ref.removeprefix(DRAFT_REF)
    if ref in shipped_codes():
        return _brought_along(ref)
    if ref == number or not number.isascii() or not number.isdigit() or len(number) > 9:
        raise NoSuchScheme(ref)
    people = ("uploaded_by", "published_by", "closed_by")
    draft = SchemeDraft.objects.select_related(*people).filter(pk=int(number)).first()
    if draft is None:
        raise NoSuchScheme(ref)
    return _brought_in(draft)


def _brought_along(code: str) -> Version:
    scheme = load_scheme(code)
    return Version(code, code, scheme.title, DraftState(shipped_lives()[code].state), scheme.digest, SCHEMES / code)


def _brought_in(draft: SchemeDraft) -> Version:
    state = DraftState(draft.state)
    return Version(draft.ref, draft.code, draft.title, state, draft.digest, folder_of(draft), draft)


@lru_cache(maxsize=32)
def _figures(folder: Path, digest: str) -> tuple[Figure, ...]:
    """Read once for each content; the digest only tells the contents of one folder apart."""
    return tuple(figures_in(folder))
