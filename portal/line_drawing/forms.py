from decimal import Decimal
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from diagnosis.scoring.trying import NO_TRIMMING, Wish, ktrs_percent
from grading.values import ADD_TO_TOTAL, REPORT_SEPARATELY, Level, Scheme, Section

MODES: dict[str, str | Promise] = {
    ADD_TO_TOTAL: gettext_lazy("총점에 더하기"),
    REPORT_SEPARATELY: gettext_lazy("따로 표시하기"),
}
MOST_SHIFT = 50
TRIMS = (3, 4, 5, 6, 7)
TRIM_PLACE = "rules/aggregation/trim_from"


class Slider(forms.NumberInput):
    """A number set by dragging."""

    input_type = "range"


class TryForm(forms.Form):
    """Every figure that may be moved, filled with what the scheme says; what is left empty stays as it is."""

    def __init__(self, scheme: Scheme, data: Any = None) -> None:
        super().__init__(data)
        self.scheme, self.track = scheme, scheme.tracks[scheme.level_track]
        self.fields["shift"] = _slider(_("모든 등급 경계 함께 옮기기(점)"), -MOST_SHIFT, MOST_SHIFT, 0)
        if self.track.ktrs_items:
            label = self._flagged(_("KTRS-FM 항목의 비중(%)"), f"{self.track.ktrs_items[0].place}/points")
            self.fields["ktrs"] = _slider(label, 1, 99, ktrs_percent(self.track))
        self.fields["trim"] = self._trim()
        if scheme.ai_bonus:
            label = self._flagged(_("제조AI 가점"), f"{scheme.ai_bonus.place}/mode")
            self.fields["mode"] = _choice(label, list(MODES.items()), scheme.ai_bonus.mode)
        for section in self.track.sections:
            self.fields[f"section_{section.code}"] = self._points(section)
        for level in scheme.levels[:-1]:
            self.fields[f"edge_{level.rank}"] = self._edge(level)
        if data is not None:
            self.data = {name: field.initial for name, field in self.fields.items()} | data.dict()

    @property
    def sections_moved(self) -> bool:
        """Whether the points of a section were changed, or are at fault."""
        return self._moved("section_")

    @property
    def edges_moved(self) -> bool:
        """Whether a single edge was changed, or is at fault."""
        return self._moved("edge_")

    def _moved(self, start: str) -> bool:
        return any(name.startswith(start) for name in (*self.changed_data, *self.errors))

    def rules(self) -> list[forms.BoundField]:
        """What is moved most, the sliders first."""
        return [self[name] for name in self.fields if not name.startswith(("edge_", "section_"))]

    def sections(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("section_")]

    def edges(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("edge_")]

    def wish(self) -> Wish:
        """What differs from the scheme."""
        said: dict[str, Any] = self.cleaned_data if self.is_bound and self.is_valid() else {}
        trim, mode, share = said.get("trim"), said.get("mode"), said.get("ktrs")
        bonus = self.scheme.ai_bonus
        return Wish(
            edges=self._edges_of(said),
            sections=self._sections_of(said),
            ktrs_percent=None if share in (None, ktrs_percent(self.track)) else share,
            trim_from=int(trim) if trim and int(trim) != self.scheme.panel.trim_from else None,
            bonus_mode=mode if mode and bonus and mode != bonus.mode else None,
        )

    def _edges_of(self, said: dict[str, Any]) -> dict[str, Decimal]:
        shift, edges = said.get("shift") or 0, {}
        for level in self.scheme.levels[:-1]:
            asked = said.get(f"edge_{level.rank}")
            edge = (level.score_min if asked is None else asked) + shift
            if edge != level.score_min:
                edges[level.label] = edge
        return edges

    def _sections_of(self, said: dict[str, Any]) -> dict[str, int]:
        points = {part.code: part.points for part in self.track.sections}
        asked = {code: said.get(f"section_{code}") for code in points}
        whole = {code: now if (wished := asked[code]) is None else int(wished) for code, now in points.items()}
        return whole if whole != points else {}

    def _edge(self, level: Level) -> forms.Field:
        label = self._flagged(_("Level %(level)s (점 이상)") % {"level": level.label}, f"{level.place}/score_min")
        most = self.track.total_points
        limits = {"min_value": 0, "max_value": most, "decimal_places": self.scheme.score_decimals, "max_digits": 6}
        widget = forms.NumberInput(attrs={"inputmode": "decimal"})
        return forms.DecimalField(label=label, required=False, initial=level.score_min, widget=widget, **limits)

    def _points(self, section: Section) -> forms.Field:
        english = get_language() == "en"
        name = f"{section.code}. {section.name_en if english else section.name}"
        label = self._flagged(_("%(name)s (점)") % {"name": name}, f"{section.place}/points")
        most = self.track.total_points
        return forms.IntegerField(label=label, required=False, min_value=0, max_value=most, initial=section.points)

    def _trim(self) -> forms.Field:
        choices = [(str(n), _("평가표가 %(n)d장 이상이면 제외") % {"n": n}) for n in TRIMS]
        choices.append((str(NO_TRIMMING), _("제외하지 않음")))
        label = self._flagged(_("최고·최저 평가표"), TRIM_PLACE)
        return _choice(label, choices, str(self.scheme.panel.trim_from))

    def _flagged(self, label: str, place: str) -> str:
        """The label, saying so where the scheme's own figure is an assumption."""
        return f"{label} · {_('가정')}" if self.scheme.origin(place).assumption else label


def _slider(label: str, least: int, most: int, now: int) -> forms.Field:
    return forms.IntegerField(label=label, required=False, min_value=least, max_value=most, initial=now, widget=Slider)


def _choice(label: str, choices: list[tuple[str, Any]], now: str) -> forms.Field:
    return forms.ChoiceField(label=label, required=False, choices=choices, initial=now)
