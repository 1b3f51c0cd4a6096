"""May this person read or change this document?"""

from django.utils.translation import gettext as _

from applications.documents.models import DocumentVersion
from applications.people.models import User
from applications.permissions import YES, Verdict, refuse

ONLY_READS = "viewer"  # the standing of a member; the table of standings lies above


def may_keep_documents(user: User, supplier_id: int) -> Verdict:
    """Whether this person adds and changes documents of the company."""
    member = getattr(user, "member", None)
    if member is None or member.supplier_id != supplier_id:
        return refuse(_("이 기업의 구성원이 아닙니다."))
    if member.standing == ONLY_READS:
        return refuse(_("열람 권한만 있어 고칠 수 없습니다. 대표 담당자에게 작성 권한을 요청하세요."))
    return YES


def may_open(version: DocumentVersion) -> Verdict:
    """Whether the bytes are handed out to anybody at all."""
    if version.is_quarantined:
        return refuse(_("바이러스가 발견되어 격리한 파일입니다. 내려받거나 볼 수 없습니다."))
    return YES


def is_own(user: User, version: DocumentVersion) -> bool:
    """Whether the person belongs to the company whose file it is."""
    member = getattr(user, "member", None)
    return member is not None and member.supplier_id == version.supplier_id
