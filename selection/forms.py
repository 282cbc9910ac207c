"""Input of staff about results, rankings and files."""

import re
from typing import Any, Final

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from competitions.models import Competition, Test
from selection.models import BoardMembership
from selection.permissions import is_bound_to_boards
from selection.states import Eligibility

MANIFEST_MAX_BYTES: Final = 1_000_000
DECISIONS_MAX_BYTES: Final = 20_000_000
QUESTION: Final = re.compile(r"[0-9]{1,3}")


def competitions_of(user: Any) -> Any:
    """The competitions whose results are for this person, by reference number."""
    competitions = Competition.objects.in_language().defer("document").order_by("reference")
    if is_bound_to_boards(user):
        mine = BoardMembership.objects.filter(user=user)
        return competitions.filter(Q(pk__in=mine.values("competition")))
    return competitions


class CompetitionForm(forms.Form):
    """A competition among those of the person who asks."""

    competition: Any = forms.ModelChoiceField(queryset=Competition.objects.none(), label=_("Competition"))

    def __init__(self, *args: Any, user: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choice: Any = self.fields["competition"]
        choice.queryset = competitions_of(user)


class ResultsForm(CompetitionForm):
    """A file of results with its manifest."""

    file = forms.FileField(label=_("File of results (CSV)"))
    manifest = forms.FileField(
        label=_("Manifest (JSON)"),
        help_text=_("From the provider's attendance list: how many were invited, attended and were absent."),
    )
    correction_reason = forms.CharField(
        label=_("Reason of the correction"),
        required=False,
        max_length=300,
        help_text=_("Only where the file replaces results that are there already."),
    )

    def clean_file(self) -> Any:
        return _not_larger(self.cleaned_data["file"], settings.RESULTS_MAX_BYTES)

    def clean_manifest(self) -> Any:
        return _not_larger(self.cleaned_data["manifest"], MANIFEST_MAX_BYTES)


def _not_larger(file: Any, limit: int) -> Any:
    if file.size > limit:
        raise ValidationError(
            _("The file has %(size)s bytes; at most %(limit)s are taken."),
            params={"size": file.size, "limit": limit},
        )
    return file


class NeutralisationForm(forms.Form):
    """Questions of a test to cancel."""

    test: Any = forms.ModelChoiceField(queryset=Test.objects.none(), label=_("Test"))
    question_numbers = forms.CharField(
        label=_("Numbers of the questions"), help_text=_("Separated by commas: 3, 17"), max_length=500
    )
    language = forms.ChoiceField(
        label=pgettext_lazy("followed by a language", "Only for papers in"),
        required=False,
        choices=[("", _("All papers")), *settings.LANGUAGES],
    )
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea, max_length=2_000)

    def __init__(self, *args: Any, user: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        tests: Any = self.fields["test"]
        tests.queryset = (
            Test.objects.in_language()
            .filter(competition__in=competitions_of(user), kind="QUESTIONS")
            .select_related("competition")
            .order_by("competition__reference", "part", "sequence")
        )
        tests.label_from_instance = lambda test: f"{test.competition.reference} {test.code}"

    def clean_question_numbers(self) -> list[int]:
        """The numbers as a list. Raises ValidationError for anything that is no number."""
        parts = [part.strip() for part in self.cleaned_data["question_numbers"].split(",")]
        if not all(QUESTION.fullmatch(part) for part in parts):
            raise ValidationError(_("Write numbers separated by commas."))
        return [int(part) for part in parts]


class DecisionForm(forms.Form):
    """The board's decision on a file."""

    decision = forms.ChoiceField(label=_("Decision"), choices=Eligibility.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reasons"),
        required=False,
        widget=forms.Textarea,
        max_length=6_000,
        help_text=_("Required when the file is not eligible. The candidate reads them."),
    )


class DecisionsForm(forms.Form):
    """A file of decisions."""

    file = forms.FileField(label=_("File of decisions (CSV)"))

    def clean_file(self) -> Any:
        return _not_larger(self.cleaned_data["file"], DECISIONS_MAX_BYTES)
