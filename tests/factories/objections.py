from applications.filing.models import Application
from applications.filing.services import advance
from applications.filing.workflow import OBJECTIONS, State


def object_to(application: Application, reason: str = "증빙 한 건이 빠졌습니다.") -> Application:
    """A published or corrected application that its company objects to."""
    application.refresh_from_db()
    return advance(application, OBJECTIONS[State(application.state)].name, by=application.created_by, reason=reason)
