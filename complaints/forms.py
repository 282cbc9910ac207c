"""What a candidate writes when she contests something, and what staff write about it."""

import re
from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from competitions.models import Test
from competitions.tables import test_name
from complaints.models import LONGEST_TEXT, Complaint
from complaints.services import ComplaintValues
from complaints.services.decisions import Ruling
from complaints.states import DECIDED, EFFECTS, ComplaintState, Effect
from core.forms import ProseField
from documents.checking import Fault
from documents.faults import MEGABYTE, DocumentRefused
from documents.forms import ACCEPTED
from notifications.models import Letter
from selection.states import RouteKind

QUESTION: Final = re.compile(r"[0-9]{1,3}")
FIELDS: Final = {
    RouteKind.ITEM: ("test", "question_numbers", "description", "wanted_outcome"),
    RouteKind.TECHNICAL: ("test", "description", "steps_tried", "helpdesk_ticket", "wanted_outcome"),
    RouteKind.REVIEW: ("letter", "description", "wanted_outcome"),
    RouteKind.ADMINISTRATIVE: ("letter", "description", "wanted_outcome"),
}
"""What each route asks for (epso 9.2)."""
DESCRIPTIONS: Final = {
    RouteKind.ITEM: _("What is wrong with the question"),
    RouteKind.TECHNICAL: _("What happened"),
    RouteKind.REVIEW: _("Why you contest the decision"),
    RouteKind.ADMINISTRATIVE: _("Why you contest the decision"),
}
DESCRIPTION_HINTS: Final = {
    RouteKind.ITEM: _("Say what you remember. Do not copy the question or its answers: tests stay secret."),
    RouteKind.TECHNICAL: _("Say when it happened, what you saw, and how much time you lost."),
}


class ComplaintForm(forms.Form):
    """One route's questions, about the tests or decisions of one application."""

    test = forms.ChoiceField(label=_("Test"))
    letter = forms.ChoiceField(label=_("Decision you contest"))
    question_numbers = forms.CharField(
        label=_("Numbers of the questions"), help_text=_("Separated by commas: 3, 17"), max_length=200
    )
    description = ProseField(max_length=LONGEST_TEXT)
    steps_tried = ProseField(
        label=_("What you tried, and who you told"), max_length=LONGEST_TEXT, required=False
    )
    helpdesk_ticket = forms.CharField(
        label=_("Number of your helpdesk ticket"), max_length=60, required=False
    )
    wanted_outcome = ProseField(label=_("What you want us to do"), max_length=LONGEST_TEXT, required=False)

    def __init__(
        self,
        *args: Any,
        route: RouteKind,
        tests: Sequence[Test],
        letters: Sequence[Letter],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.tests = {test.code: test for test in tests}
        self.letters = {str(letter.number): letter for letter in letters}
        fields: Any = self.fields
        fields["test"].choices = [(code, test_name(test)) for code, test in self.tests.items()]
        fields["letter"].choices = [(number, row.subject) for number, row in self.letters.items()]
        fields["description"].label = DESCRIPTIONS[route]
        fields["description"].help_text = DESCRIPTION_HINTS.get(route, "")
        self.fields = {name: fields[name] for name in FIELDS[route]}

    def clean_question_numbers(self) -> list[int]:
        """The numbers as a list. Raises ValidationError for anything that is no number."""
        parts = [part.strip() for part in self.cleaned_data["question_numbers"].split(",")]
        if not all(QUESTION.fullmatch(part) for part in parts):
            raise ValidationError(_("Write numbers separated by commas."))
        return sorted({int(part) for part in parts})

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        test = self.tests.get(data.get("test", ""))
        numbers = data.get("question_numbers")
        if test is not None and numbers and not 1 <= numbers[0] <= numbers[-1] <= (test.questions or 999):
            self.add_error(
                "question_numbers",
                ValidationError(_("Name questions from 1 to %(last)s."), params={"last": test.questions}),
            )
        return data

    @property
    def values(self) -> ComplaintValues:
        """What was written, with the rows that were chosen."""
        data = dict(self.cleaned_data)
        test, letter = data.pop("test", None), data.pop("letter", None)
        return ComplaintValues(
            test=None if test is None else self.tests[test],
            letter=None if letter is None else self.letters[letter],
            **data,
        )


def initial_of(complaint: Complaint) -> dict[str, Any]:
    """What the form of a draft begins with."""
    return {
        "test": "" if complaint.test is None else complaint.test.code,
        "letter": "" if complaint.letter is None else str(complaint.letter.number),
        "question_numbers": ", ".join(map(str, complaint.question_numbers)),
        "description": complaint.description,
        "steps_tried": complaint.steps_tried,
        "helpdesk_ticket": complaint.helpdesk_ticket,
        "wanted_outcome": complaint.wanted_outcome,
    }


class EvidenceForm(forms.Form):
    """A file to put with a complaint."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, JPG or PNG, up to 20 MB. Any name will do."),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )

    def clean_file(self) -> Any:
        """Refuse what is too large before its bytes are read."""
        file = self.cleaned_data["file"]
        if file.size > settings.DOCUMENT_MAX_MEGABYTES * MEGABYTE:
            raise DocumentRefused(Fault.TOO_LARGE)
        return file


class AnswerForm(forms.Form):
    """The candidate's answer to what was asked."""

    text = ProseField(label=_("Your answer"), max_length=LONGEST_TEXT)


class InformationForm(forms.Form):
    """What staff ask the candidate."""

    text = ProseField(
        label=_("What you need to know"),
        help_text=_("The candidate reads it in a letter and answers on the page of the complaint."),
        max_length=LONGEST_TEXT,
    )


class NotesForm(forms.Form):
    """What stands beside a case."""

    provider_notes = ProseField(
        label=_("Logs and notes of the test provider"), max_length=100_000, required=False
    )
    incident = forms.CharField(
        label=_("Incident"),
        help_text=_("The same words on several cases group them."),
        max_length=120,
        required=False,
    )


class RulingForm(forms.Form):
    """The decision on one case or on several of one route."""

    outcome = forms.ChoiceField(
        label=_("Decision"),
        choices=[(state.value, state.label) for state in ComplaintState if state in DECIDED],
        widget=forms.RadioSelect,
    )
    reasons = ProseField(
        label=_("Reasons"), help_text=_("The candidate reads them."), max_length=LONGEST_TEXT
    )
    effect = forms.ChoiceField(
        label=_("What follows"),
        help_text=_("Where the complaint is upheld, in full or in part."),
        required=False,
    )
    language = forms.ChoiceField(
        label=_("Only for papers in"), required=False, choices=[("", _("All papers")), *settings.LANGUAGES]
    )
    effect_note = ProseField(label=_("More about what follows"), max_length=LONGEST_TEXT, required=False)

    def __init__(self, *args: Any, route: RouteKind, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["effect"].choices = [("", "–"), *((value, Effect(value).label) for value in EFFECTS[route])]
        if route is not RouteKind.ITEM:
            del fields["language"]

    @property
    def ruling(self) -> Ruling:
        return Ruling(**self.cleaned_data)
