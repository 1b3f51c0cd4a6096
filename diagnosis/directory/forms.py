"""What a visitor may ask the directory."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from diagnosis.directory.search import BY_FIT, BY_LEVEL, BY_RECORDS, Wanted
from diagnosis.directory.terms import kind_labels, words

LONGEST = 60
ONE_OF = ("level", "ai")  # a choice of one; of the other kinds any number may be chosen
ORDERS = ((BY_FIT, _("잘 맞는 순서")), (BY_LEVEL, _("등급이 높은 순서")), (BY_RECORDS, _("실적이 많은 순서")))


def wanted(asked: QueryDict) -> Wanted:
    """What an address asks for; what no list knows is left out."""
    known = {word.term for some in words().values() for word in some}
    chosen = {
        kind: tuple(term for code in asked.getlist(kind) if (term := f"{kind}:{code}") in known) for kind in words()
    }
    order = asked.get("order", BY_FIT)
    typed = asked.get("q", "").replace("\x00", "")[:LONGEST]
    return Wanted(typed, chosen, order if order in dict(ORDERS) else BY_FIT)


class SearchForm(forms.Form):
    """Words, order, and the choices with the companies each would leave; shown, never validated."""

    q = forms.CharField(
        label=_("기업명·제품명·기술·지역"),
        required=False,
        max_length=LONGEST,
        help_text=_("철자와 띄어쓰기가 달라도 찾아요."),
    )
    order = forms.ChoiceField(label=_("정렬"), choices=ORDERS, required=False)

    def __init__(self, asked: Wanted, counts: Mapping[str, int]) -> None:
        held = {kind: [term.partition(":")[2] for term in terms] for kind, terms in asked.chosen.items()}
        super().__init__(initial={"q": asked.words, "order": asked.order} | _single(held))
        self.open = {kind for kind, terms in asked.chosen.items() if terms}
        labels = kind_labels()
        for kind, some in words().items():
            choices = [
                (word.term.partition(":")[2], f"{word.label} ({counts.get(word.term, 0):,})")
                for word in some
                if counts.get(word.term) or word.term in asked.chosen.get(kind, ())
            ]
            self.fields[kind] = _choice(kind, labels[kind], choices)

    @property
    def facets(self) -> list[tuple[Any, Any, bool]]:
        """Label, field and whether something is chosen, for each kind that offers anything."""
        kinds = [kind for kind in kind_labels() if self.fields[kind].choices]
        return [(self.fields[kind].label, self[kind], kind in self.open) for kind in kinds]


class NeedsForm(forms.Form):
    """What a factory owner needs, in a few choices; every choice is a wish, none shuts a company out."""

    technology = forms.MultipleChoiceField(label=_("필요한 기술"), required=False, widget=forms.CheckboxSelectMultiple)
    region = forms.ChoiceField(label=_("공장이 있는 지역"), required=False)
    industry = forms.ChoiceField(label=_("우리 공장의 업종"), required=False)
    function = forms.MultipleChoiceField(
        label=_("쓰고 싶은 AI 기능"), required=False, widget=forms.CheckboxSelectMultiple
    )
    process = forms.MultipleChoiceField(
        label=_("AI를 쓰고 싶은 업무"), required=False, widget=forms.CheckboxSelectMultiple
    )
    level = forms.ChoiceField(label=_("바라는 등급"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, some in words().items():
            if kind not in self.fields:
                continue
            choices = [(word.term.partition(":")[2], word.label) for word in some]
            is_single = not isinstance(self.fields[kind], forms.MultipleChoiceField)
            self.fields[kind].choices = [("", _("상관없음")), *choices] if is_single else choices

    def needs(self) -> tuple[str, ...]:
        """The terms that were chosen, in the order of the form."""
        chosen = ((kind, self.cleaned_data[kind]) for kind in self.fields)
        return tuple(
            f"{kind}:{code}" for kind, some in chosen for code in (some if isinstance(some, list) else [some]) if code
        )


def _single(held: Mapping[str, list[str]]) -> dict[str, Any]:
    return {kind: (some[0] if some else "") if kind in ONE_OF else some for kind, some in held.items()}


def _choice(kind: str, label: str, choices: list[tuple[str, str]]) -> forms.Field:
    if kind in ONE_OF:
        options = [("", _("상관없음")), *choices] if choices else []
        return forms.ChoiceField(label=label, choices=options, required=False, widget=forms.RadioSelect)
    return forms.MultipleChoiceField(label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple)
