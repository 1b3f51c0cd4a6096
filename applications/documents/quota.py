"""How much one company may keep, also when several of its files arrive in the same instant."""

from django.utils.translation import gettext as _

from applications.documents.files.recognise import company_limit
from applications.documents.files.refusal import FileRefused
from applications.documents.models import DocumentVersion
from applications.documents.queries import stored_bytes


def refuse_over_quota(supplier_id: int, size: int) -> None:
    """Raises FileRefused where so many bytes more are beyond what a company may keep."""
    if stored_bytes(supplier_id) + size > company_limit():
        raise FileRefused(
            _("기업마다 %(limit)sMB까지 보관할 수 있습니다. 쓰지 않는 문서를 지우고 다시 올려 주세요.")
            % {"limit": company_limit() // 1024**2}
        )


def hold_quota(supplier_id: int) -> None:
    """Let the company's other files wait until this transaction ends; what is counted after it stays true so long."""
    DocumentVersion.supplier.get_queryset(instance=DocumentVersion()).select_for_update(no_key=True).get(pk=supplier_id)
