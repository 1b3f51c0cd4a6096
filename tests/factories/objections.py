from applications.filing.models import Application
from applications.filing.services import advance
from applications.filing.workflow import State


def object_to(application: Application, reason: str = "증빙 한 건이 빠졌습니다.") -> Application:
    """A published application that its company objects to."""
    application.refresh_from_db()
    assert application.state == State.PUBLISHED
    return advance(application, "object", by=application.created_by, reason=reason)
