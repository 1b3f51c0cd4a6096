"""Every table of the app, each defined beside its noun."""

from applications.audit.models import Event, Stream
from applications.calendars.models import Feed
from applications.documents.models import Document, DocumentVersion, StaleWarning, Upload, UploadChunk
from applications.fees.models import FeeStatement, Refund
from applications.filing.models import Application, Submission, SupplementPoint, SupplementRequest
from applications.jobs.models import Job
from applications.membership.models import Invitation, JoinRequest
from applications.notices.models import Digest, Notice, Preference
from applications.people.models import User
from applications.rounds.models import Extension, Round, RoundTrack
from applications.sanctions.models import Sanction
from applications.suppliers.entry.changes.models import EntryChange
from applications.suppliers.entry.models import (
    AiAbility,
    DirectoryConsent,
    FinanceYear,
    FurtherType,
    Product,
    ServedRegion,
    StaffPerson,
    Technology,
    TrackRecord,
    WrittenSection,
)
from applications.suppliers.entry.sheets.models import SheetUpload
from applications.suppliers.models import Member, Supplier
from applications.taxation.models import TaxCheck

__all__ = [
    "AiAbility",
    "Application",
    "Digest",
    "DirectoryConsent",
    "Document",
    "DocumentVersion",
    "EntryChange",
    "Event",
    "Extension",
    "FeeStatement",
    "Feed",
    "FinanceYear",
    "FurtherType",
    "Invitation",
    "Job",
    "JoinRequest",
    "Member",
    "Notice",
    "Preference",
    "Product",
    "Refund",
    "Round",
    "RoundTrack",
    "Sanction",
    "ServedRegion",
    "SheetUpload",
    "StaffPerson",
    "StaleWarning",
    "Stream",
    "Submission",
    "SupplementPoint",
    "SupplementRequest",
    "Supplier",
    "TaxCheck",
    "Technology",
    "TrackRecord",
    "Upload",
    "UploadChunk",
    "User",
    "WrittenSection",
]
