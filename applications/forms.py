"""Input of candidates: one form a step, one for an entry of each list."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from applications.answers import entries, fields_of, personal_data, question_text
from applications.completeness import (
    allowed_languages_1,
    allowed_languages_2,
    language_faults,
    level_faults,
    questions_for,
)
from applications.models import (
    Application,
    Education,
    Experience,
    LanguageSkill,
    PersonalData,
    Source,
)
from applications.steps import COLUMNS, PRIVACY_STATEMENT_VERSION, Step
from competitions.models import Competition
from core.formats import countries
from core.forms import DayInput, ProseField
from profiles.models import Profile
from profiles.questions import (
    DiplomaForm,
    PersonForm,
    RowForm,
    SkillForm,
    WorkForm,
    initial_of_person,
    language_choices,
    menu,
)


class StepForm(forms.Form):
    """A form about one application on one day: what every step and entry has in common."""

    def __init__(
        self, data: Any = None, *, application: Application, today: date, entry: Any = None, **options: Any
    ) -> None:
        self.application = application
        self.today = today
        self.entry = entry
        super().__init__(data, **options)

    def values(self) -> dict[str, Any]:
        """The clean answers, by the names of the columns they go to."""
        return dict(self.cleaned_data)


class StepModelForm(RowForm):
    """The same over one row of a table."""

    def __init__(
        self, data: Any = None, *, application: Application, today: date, entry: Any = None, **options: Any
    ) -> None:
        self.application = application
        self.today = today
        self.entry = entry
        super().__init__(data, instance=entry, **options)


class PersonalForm(PersonForm, StepModelForm):
    """Who the candidate is, and in which language we write to her."""

    class Meta(PersonForm.Meta):
        model = PersonalData

    def __init__(self, data: Any = None, *, application: Application, **options: Any) -> None:
        personal = personal_data(application)
        user = application.candidate
        initial = {
            "language": user.language,
            "family_names": user.family_names,
            "first_names": user.first_names,
        }
        kept = None if personal or not user.pk else Profile.objects.filter(user=user).first()
        if personal is not None:  # the row itself says the rest
            initial = {"language": user.language, **initial_of_person(personal)}
        elif kept is not None:  # filled in after this application was begun
            initial |= {name: getattr(kept, name) for name in self._meta.fields or ()} | initial_of_person(
                kept
            )
        options["entry"] = personal
        super().__init__(data, application=application, initial=initial, **options)


class ChoiceForm(StepForm):
    """The field, and the two languages of the tests, as the notice allows them."""

    field: Any = forms.ModelChoiceField(
        label=_("Field"), queryset=None, widget=forms.RadioSelect, empty_label=None,
        help_text=_("You can apply for one field only. After the deadline you cannot change it."),
    )  # fmt: skip
    accepts_reassignment = forms.BooleanField(
        label=_("I agree to be moved to another grade of my field, where the notice allows it."),
        required=False,
    )
    language_1 = forms.ChoiceField(label=_("Language 1"))
    language_2 = forms.ChoiceField(label=_("Language 2"))

    def __init__(self, data: Any = None, *, application: Application, **options: Any) -> None:
        initial = {name: getattr(application, name) for name in COLUMNS[Step.CHOICE]}
        super().__init__(data, application=application, initial=initial, **options)
        fields = list(fields_of(application.competition))
        self._offer_fields(fields)
        self._offer_languages(fields)

    def _offer_fields(self, fields: list[Any]) -> None:
        question: Any = self.fields["field"]
        question.queryset = fields_of(self.application.competition)
        question.choices = [(field.pk, str(field)) for field in fields]
        if not any(field.allows_reassignment for field in fields):
            del self.fields["accepts_reassignment"]

    def _offer_languages(self, fields: list[Any]) -> None:
        application, competition = self.application, self.application.competition
        first = {code for field in fields for code in allowed_languages_1(application, field)}
        second = allowed_languages_2(application)
        _offer(self.fields, competition, first, second)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        first, second = found.get("language_1"), found.get("language_2")
        if found.get("field") and first and second:
            for fault in language_faults(self.application, found["field"], first, second):
                self.add_error(None, fault)
        return found

    def values(self) -> dict[str, Any]:
        agreed = self.cleaned_data.get("accepts_reassignment", False)
        allowed = self.cleaned_data["field"].allows_reassignment
        return {**self.cleaned_data, "accepts_reassignment": agreed and allowed}


def _offer(questions: Any, competition: Competition, first: Iterable[str], second: Iterable[str]) -> None:
    """Offer the languages that the notice allows, each question with the level it asks."""
    for name, codes, level in (
        ("language_1", first, competition.language_1_minimum_level),
        ("language_2", second, competition.language_2_minimum_level),
    ):
        questions[name].choices = [("", _("Please choose")), *language_choices(codes)]
        questions[name].help_text = _("You need level %(level)s or higher in all skills.") % {"level": level}


class LanguagesForm(StepForm):
    """The two languages of the tests, chosen again after an amendment, for the field that was submitted."""

    language_1 = forms.ChoiceField(label=_("Language 1"))
    language_2 = forms.ChoiceField(label=_("Language 2"))

    def __init__(self, data: Any = None, *, application: Application, **options: Any) -> None:
        self.submission = cast(Any, application.current_submission)
        before = {name: getattr(self.submission, name) for name in ("language_1", "language_2")}
        super().__init__(data, application=application, initial=before, **options)
        first = allowed_languages_1(application, self.submission.field)
        _offer(self.fields, application.competition, first, allowed_languages_2(application))

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        first, second = found.get("language_1"), found.get("language_2")
        if first and second:
            known = self.submission.snapshot["answers"]["languages"]
            faults = language_faults(self.application, self.submission.field, first, second)
            for fault in (*faults, *level_faults(self.application, first, second, known)):
                self.add_error(None, fault)
        return found


class AskAgainForm(forms.Form):
    """Until when applicants can answer an amendment."""

    answer_by = forms.DateTimeField(
        label=_("Answer by"),
        help_text=_("Brussels time."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
    )


class SourceForm(forms.Form):
    """How somebody heard of a competition."""

    source = forms.ChoiceField(
        label=_("How did you hear of this competition?"),
        choices=Source,
        widget=forms.RadioSelect,
        required=True,
    )


class LanguageSkillForm(SkillForm, StepModelForm):
    """One language and how well she knows it."""

    class Meta:
        model = LanguageSkill
        fields = ("language", "is_mother_tongue", "listening", "reading", "speaking", "writing")

    def clean_language(self) -> str:
        others = entries(self.application, Step.LANGUAGES)
        return self.refuse_twice(others.exclude(pk=self.entry.pk if self.entry else None))


class EducationForm(DiplomaForm, StepModelForm):
    """A diploma."""

    country = menu(_("Country"), countries)

    class Meta:
        model = Education
        fields = (
            "title", "awarding_body", "country", "level", "field_of_study", "start_date", "end_date",
            "legal_duration_months", "award_date", "gives_access",
        )  # fmt: skip
        widgets = {"start_date": DayInput(), "end_date": DayInput(), "award_date": DayInput()}


class ExperienceForm(WorkForm, StepModelForm):
    """A period of work."""

    class Meta:
        model = Experience
        fields = (
            "kind", "employer", "location", "position", "start_date", "end_date", "percentage", "is_paid",
            "is_in_field", "description",
        )  # fmt: skip
        widgets = {"start_date": DayInput(), "end_date": DayInput()}

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        _count(self.fields["description"])


class MotivationForm(StepForm):
    """Motivation and the talent screener, where the notice has them."""

    def __init__(self, data: Any = None, *, application: Application, **options: Any) -> None:
        super().__init__(data, application=application, **options)
        competition = application.competition
        if competition.is_motivation_asked:
            limit = competition.motivation_max_characters
            self.fields["motivation"] = _prose(_("Motivation"), limit, application.motivation)
        for question in questions_for(application):
            code = question["code"]
            given = application.talent_screener_answers.get(code, "")
            limit = question["max_characters"]
            self.fields[f"question_{code}"] = _prose(question_text(question), limit, given)

    def values(self) -> dict[str, Any]:
        given = {
            question["code"]: self.cleaned_data[f"question_{question['code']}"]
            for question in questions_for(self.application)
        }
        return {
            "motivation": self.cleaned_data.get("motivation", ""),
            "talent_screener_answers": given,
        }


def _prose(label: Any, limit: int | None, initial: str) -> ProseField:
    help_text = _("At most %(limit)s characters.") % {"limit": limit} if limit else ""
    widget = forms.Textarea(attrs={"rows": 12})
    field = ProseField(label=label, max_length=limit, help_text=help_text, initial=initial, widget=widget)
    _count(field)
    return field


def _count(field: Any) -> None:
    """Let the script count; a browser that refuses more would cut off what is pasted, and nobody notices."""
    limit = field.widget.attrs.pop("maxlength", None)
    if limit is not None:
        field.widget.attrs["data-most"] = limit


class DeclarationsForm(StepForm):
    """What the candidate declares on her honour."""

    has_citizen_rights = forms.BooleanField(label=_("I enjoy my full rights as a citizen."))
    has_met_military_obligations = forms.BooleanField(
        label=_("I have met the obligations that the law on military service places on me, if any.")
    )
    has_character_requirements = forms.BooleanField(
        label=_("I meet the character requirements for the duties.")
    )
    has_eligible_qualification = forms.BooleanField(
        label=_("I have the qualifications and the experience that the notice asks for.")
    )
    has_read_privacy_statement = forms.BooleanField(label=_("I have read the privacy statement above."))
    has_declared_on_honour = forms.BooleanField(
        label=_("I declare on my honour that all I have written in this application is true and complete.")
    )

    def __init__(self, data: Any = None, *, application: Application, **options: Any) -> None:
        initial = {name: getattr(application, name) for name in COLUMNS[Step.DECLARATIONS]}
        version = application.privacy_statement_version
        initial["has_read_privacy_statement"] = version == PRIVACY_STATEMENT_VERSION
        super().__init__(data, application=application, initial=initial, **options)

    def values(self) -> dict[str, Any]:
        found = {name: value for name, value in self.cleaned_data.items() if name.startswith("has_")}
        found.pop("has_read_privacy_statement")
        return {**found, "privacy_statement_version": PRIVACY_STATEMENT_VERSION}


STEP_FORMS: Mapping[str, Any] = {
    Step.PERSONAL: PersonalForm,
    Step.CHOICE: ChoiceForm,
    Step.MOTIVATION: MotivationForm,
    Step.DECLARATIONS: DeclarationsForm,
}
ENTRY_FORMS: Mapping[str, Any] = {
    Step.LANGUAGES: LanguageSkillForm,
    Step.EDUCATION: EducationForm,
    Step.EXPERIENCE: ExperienceForm,
}


class SubmitForm(forms.Form):
    """The revision that the candidate has checked."""

    revision = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


def typed_in(form: forms.BaseForm) -> dict[str, list[str]]:
    """What was typed into a form, question by question, as it came."""
    data: Any = form.data
    return {name: data.getlist(form.add_prefix(name)) for name in form.fields}


def forgive_blanks(form: forms.BaseForm) -> None:
    """Take away what is said of questions left empty: who comes back to a page is not told off for it."""
    for name, errors in form.errors.as_data().items():
        if all(error.code == "required" for error in errors):
            del form.errors[name]


def as_posted(typed: Mapping[str, list[str]]) -> QueryDict:
    """The other way: what `typed_in` returned, as a form takes it."""
    data = QueryDict(mutable=True)
    for name, texts in typed.items():
        data.setlist(name, texts)
    return data
