"""What the printed report holds: the story of the outcome, its pictures, the field, the plan and what proves it."""

import hashlib
from typing import Any

from django.utils.translation import gettext as _

from diagnosis.certificates.models import Certificate
from diagnosis.certificates.page import bodies, check_address, qr_svg
from diagnosis.reports.charts import bars_svg, level_scale_svg, radar_svg
from diagnosis.reports.plan import evidence_of, plan_of
from diagnosis.reports.ranges import Range, ranges_svg
from diagnosis.results.field import Field, field_of, field_rows, share_of
from diagnosis.results.story import Story, tell
from diagnosis.scoring.models import Outcome


def report_context(outcome: Outcome, language: str, certificate: Certificate | None) -> dict[str, Any]:
    """Everything the template prints; call it with the language active."""
    story, field, given = tell(outcome, language), field_of(outcome), evidence_of(outcome)
    return {
        "story": story,
        "outcome": outcome,
        "application": outcome.application,
        "supplier": outcome.application.supplier,
        "title": story.scheme.title_en if language == "en" else story.scheme.title,
        "bodies": [body.en if language == "en" else body.ko for body in bodies(story.scheme, outcome.confirmed_at)],
        "charts": _charts(story) | ({"field": _field_chart(story, field)} if field else {}),
        "field": field,
        "field_rows": field_rows(story, field) if field else [],
        "given": given,
        "plan": plan_of(story, given),
        "language": language,
        "proof": _proof(outcome, certificate),
    }


def _charts(story: Story) -> dict[str, str]:
    rows = [(f"{p.code}. {p.name}", p.share, f"{p.awarded} / {p.possible}") for p in story.sections]
    charts: dict[str, str] = {
        "sections": bars_svg(rows, _("분야별 득점"), _("분야마다 배점 가운데 얻은 점수"), maximum=100),
        "radar": radar_svg(story.part_codes, story.part_shares, 100, _("중분류별 득점률"), story.shape_says),
    }
    if story.has_level:
        level, total = story.outcome.level, f"{story.outcome.total:,}"
        said = _("열네 단계 가운데 Level %(level)s, 총점 %(total)s점") % {"level": level, "total": total}
        charts["scale"] = level_scale_svg(story.level_labels, level, total, _("등급표에서의 위치"), said)
    return charts


def _field_chart(story: Story, field: Field) -> str:
    spreads = [(part, field.sections[part.code]) for part in story.sections]
    rows = [Range(f"{p.code}. {p.name}", s.low, s.middle, s.high, _share(story, p.code)) for p, s in spreads]
    legend = (_("가운데 절반의 기업"), _("중앙값"), _("이 기업"))
    said = _("%(count)d개 기업의 득점률에서 이 기업의 자리. 수치는 옆의 표에 있습니다.") % {"count": field.others + 1}
    return ranges_svg(rows, legend, _("분야별 득점률 비교"), said)


def _share(story: Story, code: str) -> Any:
    return share_of(story.outcome.sections[code])


def _proof(outcome: Outcome, certificate: Certificate | None) -> dict[str, Any]:
    """What lets a reader prove the report: the certificate with its picture, and fingerprints."""
    proof: dict[str, Any] = {"snapshot": hashlib.sha256(outcome.snapshot.encode()).hexdigest()}
    if certificate:
        proof |= {"certificate": certificate, "address": check_address(certificate), "qr": qr_svg(certificate)}
    return proof
