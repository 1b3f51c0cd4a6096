"""The receipt of one filing on paper. It holds only what was settled when it was filed: drawn anew, it is the same."""

from django.template.loader import render_to_string

from applications.filing.models import Submission
from diagnosis.answers.queries import track_of
from diagnosis.press import to_pdf
from diagnosis.submissions.consents import Consent, consents_for
from diagnosis.submissions.manifest import kind_in

STYLE = "submissions/receipt.css"


def receipt_pdf(submission: Submission) -> bytes:
    """The receipt as PDF in the active language; the same filing gives the same bytes."""
    track = track_of(submission.application)
    shown = {
        "filing": submission,
        "application": submission.application,
        "track": track,
        "consents": consents_in(submission),
        "kind": kind_in(submission.manifest),
    }
    pdf, _pages = to_pdf(render_to_string("submissions/receipt_paper.html", shown), STYLE)
    return pdf


def consents_in(submission: Submission) -> list[tuple[Consent, bool, str]]:
    """Each question asked with the answer given and the version of its words."""
    kept = submission.consents
    asked = [consent for consent in consents_for(track_of(submission.application)) if consent.code in kept]
    return [(consent, kept[consent.code]["given"], kept[consent.code]["version"]) for consent in asked]
