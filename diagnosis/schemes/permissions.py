"""May this person bring in, publish, close or discard a scheme?"""

from django.utils.translation import gettext as _

from applications.people.models import User
from applications.permissions import YES, Verdict, refuse
from applications.roles import Role
from diagnosis.schemes.models import FROZEN, DraftState, SchemeDraft
from grading.load import shipped_codes


def may_upload(user: User) -> Verdict:
    """The agency brings schemes in."""
    return YES if user.role == Role.AGENCY else refuse(_("진단 체계는 전담기관만 올릴 수 있습니다."))


def may_publish(user: User, draft: SchemeDraft) -> Verdict:
    """The agency, but never the person who uploaded it, and one scheme of a code only."""
    if user.role != Role.AGENCY:
        return refuse(_("진단 체계는 전담기관만 공고할 수 있습니다."))
    if draft.state != DraftState.DRAFT:
        return refuse(_("초안만 공고할 수 있습니다."))
    if draft.uploaded_by_id == user.pk:
        return refuse(_("올린 사람은 공고할 수 없습니다. 다른 담당자가 확인하고 공고해야 합니다."))
    if draft.code in shipped_codes():
        return refuse(_("포털에 이미 있는 체계와 코드(%(code)s)가 같습니다.") % {"code": draft.code})
    if SchemeDraft.objects.filter(code=draft.code, state__in=FROZEN).exists():
        return refuse(_("코드 %(code)s의 체계를 이미 공고했습니다.") % {"code": draft.code})
    return YES


def may_close(user: User, draft: SchemeDraft) -> Verdict:
    """The agency ends a published scheme; rounds that use it go on."""
    if user.role != Role.AGENCY:
        return refuse(_("진단 체계는 전담기관만 끝낼 수 있습니다."))
    return YES if draft.state == DraftState.PUBLISHED else refuse(_("공고된 체계만 끝낼 수 있습니다."))


def may_discard(user: User, draft: SchemeDraft) -> Verdict:
    """The agency puts a draft away."""
    if user.role != Role.AGENCY:
        return refuse(_("초안은 전담기관만 버릴 수 있습니다."))
    return YES if draft.state == DraftState.DRAFT else refuse(_("초안만 버릴 수 있습니다."))
