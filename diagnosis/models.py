"""Every table of the app, each defined beside its noun."""

from diagnosis.answers.models import Absence, Answer, Evidence
from diagnosis.appraisals.models import Appraisal, AppraisedPlace
from diagnosis.bank_letters.models import BankLetter
from diagnosis.batches.models import Batch, Failure
from diagnosis.benefits.requests.models import BenefitRequest
from diagnosis.certificates.models import Certificate
from diagnosis.directory.models import Edition, Listing, ListingText
from diagnosis.eligibility.models import EligibilityCheck
from diagnosis.findings.models import Finding
from diagnosis.ktrs.models import KtrsResult
from diagnosis.panels.models import (
    Assessor,
    Assignment,
    Challenge,
    Mark,
    MarkSheet,
    Reassessment,
    Reconciliation,
    Reconsidered,
)
from diagnosis.reports.models import Report
from diagnosis.rulings.models import Ruling
from diagnosis.schemes.models import SchemeDraft
from diagnosis.scoring.models import Discrepancy, Outcome, ScoringRun

__all__ = [
    "Absence",
    "Answer",
    "Appraisal",
    "AppraisedPlace",
    "Assessor",
    "Assignment",
    "BankLetter",
    "Batch",
    "BenefitRequest",
    "Certificate",
    "Challenge",
    "Discrepancy",
    "Edition",
    "EligibilityCheck",
    "Evidence",
    "Failure",
    "Finding",
    "KtrsResult",
    "Listing",
    "ListingText",
    "Mark",
    "MarkSheet",
    "Outcome",
    "Reassessment",
    "Reconciliation",
    "Reconsidered",
    "Report",
    "Ruling",
    "SchemeDraft",
    "ScoringRun",
]
