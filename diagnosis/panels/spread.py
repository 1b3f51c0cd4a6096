"""How far the closed sheets of a case lie apart."""

from collections.abc import Sequence

from applications.filing.models import Application
from diagnosis.answers.queries import reading_of
from diagnosis.panels.models import MarkSheet
from diagnosis.ratings import unseal
from grading.disagreement import Disagreement, disagreement
from grading.load import load_scheme
from grading.refusals import Sheet


def spread_of(application: Application, sheets: Sequence[MarkSheet]) -> Disagreement | None:
    """How far closed sheets lie apart, by the kernel; None with fewer than two.

    Also None where a sheet is not sealed in the scheme's items: scoring names that as a fault.
    """
    codes = [item.code for item in reading_of(application).panel_items]
    sealed = [unseal(sheet.sealed) for sheet in sheets]
    if len(sheets) < 2 or any(len(ratings) != len(codes) for ratings in sealed):
        return None
    given = [
        Sheet(str(sheet.pk), dict(zip(codes, ratings, strict=True)), order)
        for order, (sheet, ratings) in enumerate(zip(sheets, sealed, strict=True), 1)
    ]
    return disagreement(load_scheme(application.scheme_code), application.track, given)
