"""Every table of the app, each defined beside its noun."""

from applications.audit.models import Event, Stream
from applications.fees.models import FeeStatement
from applications.filing.models import Application, Submission
from applications.jobs.models import Job
from applications.notices.models import Notice
from applications.people.models import User
from applications.rounds.models import Extension, Round, RoundTrack
from applications.suppliers.models import Member, Supplier

__all__ = [
    "Application",
    "Event",
    "Extension",
    "FeeStatement",
    "Job",
    "Member",
    "Notice",
    "Round",
    "RoundTrack",
    "Stream",
    "Submission",
    "Supplier",
    "User",
]
