from django import forms
from django.utils.translation import gettext_lazy as _

from applications.rounds.models import Round
from diagnosis.results.queries import Wanted
from grading.load import load_scheme, scheme_codes


class SearchForm(forms.Form):
    """Filters of the list of results."""

    round = forms.ChoiceField(label=_("회차"), required=False)
    level = forms.ChoiceField(label=_("등급"), required=False)
    q = forms.CharField(label=_("기업명 또는 접수번호"), required=False, max_length=100)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        rounds = Round.objects.values_list("code", "name")
        newest = load_scheme(scheme_codes()[-1])
        self.fields["round"].choices = [("", _("전체")), *rounds]
        self.fields["level"].choices = [("", _("전체")), *((one.label, one.label) for one in newest.levels)]

    def wanted(self) -> Wanted:
        """The filters; a value that is not offered counts as none."""
        said = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return Wanted(said.get("round", ""), said.get("level", ""), said.get("q", ""))
