"""Input of readers: the filters of the list of job opportunities."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from careers.choices import ContractType, Domain, OpportunityKind, OpportunityStage

GRADES = (
    *(f"AD{step}" for step in range(5, 17)),
    *(f"AST{step}" for step in range(1, 12)),
    *(f"SC{step}" for step in range(1, 7)),
    *("FGI", "FGII", "FGIII", "FGIV"),
)
"""The grades of the Staff Regulations and the function groups of contract staff."""

Choices = Iterable[tuple[str, Any]]


class OpportunityFilterForm(forms.Form):
    """Filters of the list; every one is optional, and a value that is unknown is named as an error."""

    q = forms.CharField(label=_("Keyword or reference number"), max_length=100, required=False)
    kind = forms.ChoiceField(label=_("Type of opportunity"), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False)
    grade = forms.ChoiceField(label=_("Grade"), required=False)
    contract = forms.ChoiceField(label=_("Type of contract"), required=False)
    domain = forms.ChoiceField(label=_("Domain"), required=False)
    institution = forms.ChoiceField(label=_("Institution or agency"), required=False)
    place = forms.ChoiceField(label=_("Place of work"), required=False)

    def __init__(self, *args: Any, institutions: Choices, places: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: dict[str, Choices] = {
            "kind": OpportunityKind.choices,
            "status": OpportunityStage.choices,
            "grade": [(grade, grade) for grade in GRADES],
            "contract": ContractType.choices,
            "domain": Domain.choices,
            "institution": institutions,
            "place": places,
        }
        for name, choices in offered.items():
            field: Any = self.fields[name]
            field.choices = [("", _("All")), *choices]

    @property
    def chosen(self) -> dict[str, str]:
        """The filters in force: what was given and is valid."""
        self.is_valid()
        return {name: value.strip() for name, value in self.cleaned_data.items() if value.strip()}
