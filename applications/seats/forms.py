"""What the agency may type about seats."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from applications.fields import ReasonField
from applications.rounds.forms import SeatsForm


class ResizeForm(SeatsForm):
    """The seats of each track and, below them, why they change."""

    reason = ReasonField(_("변경 사유"), _("감사 기록에 남아요."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([name for name in self.fields if name != "reason"])
