"""What the printed report holds: the story of the outcome, its pictures and the bodies that sign it."""

from typing import Any

from django.utils.translation import gettext as _

from diagnosis.certificates.models import Certificate
from diagnosis.reports.charts import bars_svg, level_scale_svg, radar_svg
from diagnosis.results.story import Story, tell
from diagnosis.scoring.models import Outcome
from grading.values import Scheme


def report_context(outcome: Outcome, language: str, certificate: Certificate | None) -> dict[str, Any]:
    """Everything the template prints; call it with the language active."""
    story = tell(outcome, language)
    return {
        "story": story,
        "outcome": outcome,
        "application": outcome.application,
        "supplier": outcome.application.supplier,
        "title": story.scheme.title_en if language == "en" else story.scheme.title,
        "bodies": _bodies(story.scheme, outcome, language),
        "charts": _charts(story),
        "language": language,
        "certificate": certificate,
    }


def _charts(story: Story) -> dict[str, str]:
    rows = [(f"{p.code}. {p.name}", p.share, f"{p.awarded} / {p.possible}") for p in story.sections]
    charts: dict[str, str] = {
        "sections": bars_svg(rows, _("분야별 득점"), _("분야마다 배점 가운데 얻은 점수"), maximum=100),
        "radar": radar_svg(story.part_codes, story.part_shares, 100, _("중분류별 득점률"), story.shape_says),
    }
    if story.has_level:
        level, total = story.outcome.level, str(story.outcome.total)
        said = _("열네 단계 가운데 Level %(level)s, 총점 %(total)s점") % {"level": level, "total": total}
        charts["scale"] = level_scale_svg(story.level_labels, level, total, _("등급표에서의 위치"), said)
    return charts


def _bodies(scheme: Scheme, outcome: Outcome, language: str) -> list[str]:
    """The bodies that answer for the result on the day it was confirmed, the operator first."""
    on = outcome.confirmed_at.date() if outcome.confirmed_at else None
    held = [scheme.organisation(role, on) or scheme.organisation(role) for role in ("OPERATOR", "AGENCY")]
    return [body.name_en if language == "en" else body.name for body in held if body]
