"""What a candidate and the accessibility officer type (epso 5.6)."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from competitions.models import Test
from core.forms import ProseField
from documents.forms import ACCEPTED, FILE_HELP
from special_needs.models import AccommodationRequest, Measure, NeedKind

ANSWERS = ("kind", "limitation", "measures", "extra_time", "other_measures", "technology", "had_earlier")


def tests_for(request: AccommodationRequest) -> Any:
    """The tests that the candidate of this request may sit."""
    application = request.application
    tests = Test.objects.in_language().filter(competition=application.competition)
    return tests.filter(Q(field=None) | Q(field=application.field_id))


class AnswersForm(forms.Form):
    """What is needed, and for which tests."""

    tests: Any = forms.ModelMultipleChoiceField(
        label=_("Tests concerned"), queryset=Test.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    kind = forms.ChoiceField(label=_("Type of need"), choices=NeedKind, widget=forms.RadioSelect)
    limitation = ProseField(
        label=_("What the tests make difficult for you"),
        max_length=5000,
        help_text=_("Describe what you can do less well or not at all. You need not name a diagnosis."),
    )
    measures = forms.MultipleChoiceField(
        label=_("Measures you ask for"),
        choices=Measure,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    extra_time = forms.IntegerField(
        label=_("Extra time in percent"), required=False, min_value=1, max_value=100
    )
    other_measures = ProseField(
        label=_("Other measures"), required=False, max_length=2000, widget=forms.Textarea({"rows": 4})
    )
    technology = ProseField(
        label=_("Assistive technology you use"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )
    had_earlier = forms.BooleanField(label=_("EPSO granted me measures before"), required=False)
    is_reusable = forms.BooleanField(label=_("Keep my answers for my later applications"), required=False)

    def __init__(self, *args: Any, request: AccommodationRequest, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial = {**request.answers, "is_reusable": request.is_reusable, "tests": request.tests.all()}
        tests: Any = self.fields["tests"]
        tests.queryset = tests_for(request)
        tests.label_from_instance = lambda test: f"{test.code} {test.title}".strip()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        asks_time = Measure.EXTRA_TIME in cleaned.get("measures", [])
        if asks_time and not cleaned.get("extra_time") and "extra_time" not in self.errors:
            self.add_error("extra_time", _("Extra time needs a percentage, and nothing else does."))
        if not cleaned.get("measures") and not cleaned.get("other_measures"):
            self.add_error("measures", _("Choose a measure, or describe another one."))
        return cleaned

    def answers(self) -> dict[str, Any]:
        """The answers that are sealed."""
        return {name: self.cleaned_data[name] for name in ANSWERS}


class EvidenceForm(forms.Form):
    """A certificate."""

    file = forms.FileField(
        label=_("File"),
        help_text=FILE_HELP,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )


class QuestionForm(forms.Form):
    """What the officer asks of the candidate."""

    text = ProseField(label=_("What is missing"), max_length=5000)


class DecisionForm(forms.Form):
    """What is granted, and why."""

    measures = forms.MultipleChoiceField(
        label=_("Measures granted"),
        choices=Measure,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    extra_time = forms.IntegerField(
        label=_("Extra time in percent"), required=False, min_value=1, max_value=100
    )
    reasons = ProseField(label=_("Reasons"), max_length=5000)


class ConfirmationForm(forms.Form):
    """Who at the provider read the measure back."""

    confirmed_by = forms.CharField(label=_("Confirmed by"), max_length=150)
