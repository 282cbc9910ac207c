"""Input of a person about herself: one form a page, with each rule beside its field."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from competitions.models import Level
from core.formats import countries, eu_countries
from core.forms import DayInput, ProseField
from core.languages import CODES, active_code, language_name, sort_key
from core.menus import LongMenu
from profiles.models import (
    UNPAID_KINDS,
    Consents,
    Education,
    Experience,
    ExperienceKind,
    IdentityDocument,
    LanguageSkill,
    Profile,
)
from profiles.sections import COLUMNS, Section

Choices = list[tuple[str, Any]]

MOST_CITIZENSHIPS: Final = 3
SKILLS: Final = ("listening", "reading", "speaking", "writing")
LEVELS: Final = (
    ("", _("Please choose")),
    ("8", _("8: doctorate")),
    ("7", _("7: master's degree")),
    ("6", _("6: bachelor's degree")),
    ("5", _("5: short higher education")),
    ("4", _("4: upper secondary school, giving access to higher education")),
    ("3", _("3: vocational training or part of upper secondary school")),
)


def menu(label: Any, choices: Callable[[], Any], **options: Any) -> forms.ChoiceField:
    """A question with many answers, which are the same for all readers of a language."""

    def offered() -> Choices:
        return [("", _("Please choose")), *choices()]

    return forms.ChoiceField(label=label, choices=offered, widget=LongMenu(offered), **options)


def language_choices() -> Choices:
    """(code, name) of the official languages, sorted for the reader."""
    named = [(code, language_name(code)) for code in CODES]
    return sorted(named, key=lambda pair: sort_key(pair[1], active_code()))


class DatedForm(forms.ModelForm):  # type: ignore[type-arg]  # no class of Django takes parameters when it runs
    """A form about one row of the person's own, filled in on the day `today`."""

    def __init__(self, data: Any = None, *, today: date, user: Any, **options: Any) -> None:
        self.today = today
        self.user = user
        super().__init__(data, **options)

    def values(self) -> dict[str, Any]:
        """The clean answers, by the names of the columns they go to."""
        return dict(self.cleaned_data)

    def check_order(self, start: str, end: str) -> None:
        """Refuse a last day before the first, at the field of the last."""
        first, last = self.cleaned_data.get(start), self.cleaned_data.get(end)
        if first and last and last < first:
            self.add_error(end, _("The last day must not be before the first day."))

    def check_past(self, *names: str) -> None:
        """Refuse days to come."""
        for name in names:
            day = self.cleaned_data.get(name)
            if day and day > self.today:
                self.add_error(name, _("This day must not be in the future."))


class ProfileForm(DatedForm):
    """Who the person is, and in which language we write to her."""

    country_of_birth = menu(_("Country of birth"), countries)
    country = menu(_("Country of residence"), countries)
    phone = forms.CharField(
        label=_("Telephone number"),
        max_length=40,
        help_text=_("With + and the country code, for example +32 2 123 45 67."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    citizenship_1 = menu(
        _("Citizenship"),
        eu_countries,
        help_text=_("You must be a citizen of a Member State of the European Union."),
    )
    citizenship_2 = menu(_("Second citizenship"), countries, required=False)
    citizenship_3 = menu(_("Third citizenship"), countries, required=False)
    language = forms.ChoiceField(
        label=_("Language of communication"),
        choices=language_choices,
        help_text=_("We write our letters and e-mails to you in this language."),
    )

    class Meta:
        model = Profile
        fields = (
            "salutation", "family_names", "first_names", "birth_name", "date_of_birth", "place_of_birth",
            "gender", "street", "postcode", "city",
        )  # fmt: skip
        widgets = {
            "date_of_birth": DayInput(attrs={"autocomplete": "bday"}),
            "family_names": forms.TextInput(attrs={"autocomplete": "family-name"}),
            "first_names": forms.TextInput(attrs={"autocomplete": "given-name"}),
            "street": forms.TextInput(attrs={"autocomplete": "street-address"}),
            "postcode": forms.TextInput(attrs={"autocomplete": "postal-code"}),
            "city": forms.TextInput(attrs={"autocomplete": "address-level2"}),
        }

    field_order = (
        "salutation", "family_names", "first_names", "birth_name", "date_of_birth", "place_of_birth",
        "country_of_birth", "gender", "citizenship_1", "citizenship_2", "citizenship_3", "street", "postcode",
        "city", "country", "phone", "language",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, user: Any, **options: Any) -> None:
        profile = options.get("instance")
        known = {
            "language": user.language,
            "family_names": user.family_names,
            "first_names": user.first_names,
        }
        if profile is not None:
            known = {"language": user.language, **_initial_of(profile)}
        options["initial"] = {**known, **options.get("initial", {})}
        super().__init__(data, user=user, **options)

    def clean_date_of_birth(self) -> date:
        born: date = self.cleaned_data["date_of_birth"]
        if not 15 <= self.today.year - born.year <= 120:
            raise forms.ValidationError(_("Check this date."), code="date_of_birth")
        return born

    def clean_phone(self) -> str:
        typed: str = self.cleaned_data["phone"]
        number = "".join(character for character in typed if character not in " -./()\u00a0")
        number = f"+{number[2:]}" if number.startswith("00") else number
        Profile._meta.get_field("phone").run_validators(number)
        return number

    def _get_validation_exclusions(self) -> set[str]:
        # The citizenships are three questions here and one column there: `values` brings them together.
        exclude: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # not in the stubs
        return {*exclude, "citizenships"}

    def values(self) -> dict[str, Any]:
        found = dict(self.cleaned_data)
        chosen = [found.pop(f"citizenship_{place}") for place in range(1, MOST_CITIZENSHIPS + 1)]
        found["citizenships"] = list(dict.fromkeys(code for code in chosen if code))
        return found


def _initial_of(profile: Profile) -> dict[str, Any]:
    places = enumerate(profile.citizenships[:MOST_CITIZENSHIPS], start=1)
    return {
        "country": profile.country,
        "country_of_birth": profile.country_of_birth,
        "phone": profile.phone,
        **{f"citizenship_{place}": code for place, code in places},
    }


class IdentityDocumentForm(DatedForm):
    """The identity card or passport."""

    issuing_country = menu(_("Country that issued it"), countries)

    class Meta:
        model = IdentityDocument
        fields = ("document_type", "number", "issuing_country", "expiry_date")
        widgets = {"expiry_date": DayInput(), "number": forms.TextInput(attrs={"autocomplete": "off"})}

    def clean_expiry_date(self) -> date:
        day: date = self.cleaned_data["expiry_date"]
        if day < self.today:
            raise forms.ValidationError(
                _("This document has expired. You need one that is valid."), code="expired"
            )
        return day


class ConsentsForm(DatedForm):
    """Two things the person may allow, or not."""

    class Meta:
        model = Consents
        fields = ("allows_positive_action", "allows_publication")
        labels = {
            "allows_positive_action": _(
                "I have a disability. You may give my name and e-mail address to institutions that take "
                "positive action."
            ),
            "allows_publication": _("You may publish my name if I am placed on a reserve list."),
        }


class MotivationForm(forms.Form):
    """A text to begin applications with."""

    text = ProseField(
        label=_("Motivation"), required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 12})
    )


class LanguageSkillForm(DatedForm):
    """One language and how well she knows it."""

    language = menu(_("Language"), language_choices)

    class Meta:
        model = LanguageSkill
        fields = COLUMNS[Section.LANGUAGES]

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        for name in SKILLS:
            question: Any = self.fields[name]
            question.choices = [("", _("Please choose")), *Level.choices]

    def clean_language(self) -> str:
        language: str = self.cleaned_data["language"]
        others = LanguageSkill.objects.filter(user=self.user).exclude(pk=self.instance.pk)
        if others.filter(language=language).exists():
            raise forms.ValidationError(_("You have entered this language already."), code="twice")
        return language


class EducationForm(DatedForm):
    """A diploma."""

    country = menu(
        _("Country"),
        countries,
        help_text=_(
            "A diploma from outside the European Union needs a document of recognition from an authority of "
            "a Member State, naming you, the university and the diploma. So does a diploma that a "
            "university of the United Kingdom awarded after 2020."
        ),
    )
    level = forms.TypedChoiceField(
        label=_("Level in the European Qualifications Framework"),
        coerce=int,
        choices=LEVELS,
        help_text=_("The diploma supplement names the level. If yours does not, choose the nearest."),
    )

    class Meta:
        model = Education
        fields = COLUMNS[Section.EDUCATION]
        widgets = {"start_date": DayInput(), "end_date": DayInput(), "award_date": DayInput()}
        help_texts = {
            "legal_duration_months": _(
                "How long the studies take by law for somebody who studies full time: 36 for three years. "
                "The notice compares this length, not the time you took."
            )
        }

    field_order = (
        "title", "awarding_body", "institution_address", "country", "level", "field_of_study", "start_date",
        "end_date", "legal_duration_months", "award_date",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        self.check_past("start_date")
        self.check_order("start_date", "end_date")
        self.check_order("start_date", "award_date")
        return found


UNPAID: Final = {
    ExperienceKind.PAID: _("Work counts only if it was paid."),
    ExperienceKind.VOLUNTARY: _("Voluntary work counts only if you were compensated for it."),
    ExperienceKind.INTERNSHIP: _("An internship counts only if it was paid."),
}
"""Why an unpaid entry is refused, by its kind."""


class ExperienceForm(DatedForm):
    """A period of work."""

    description = ProseField(
        label=_("Tasks"),
        min_length=20,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Say in a few sentences what you did."),
    )
    web_link = forms.URLField(
        label=_("Web page of the employer"), required=False, max_length=300, assume_scheme="https"
    )

    class Meta:
        model = Experience
        fields = COLUMNS[Section.EXPERIENCE]
        widgets = {"start_date": DayInput(), "end_date": DayInput()}
        labels = {"is_paid": pgettext_lazy("work", "I was paid for it")}
        help_texts = {
            "kind": _(
                "Paid work counts, whatever the contract. Military service counts for its length by law in "
                "your country. Leave counts if it was taken during a contract. A doctorate counts for three "
                "years at most, and only once it is completed; it need not be paid."
            ),
            "is_paid": _("Voluntary work and internships count only if they were paid."),
            "percentage": _(
                "Part-time work counts in proportion: two years at 50 percent are one year. Work at the same "
                "time never counts for more than full time together."
            ),
        }

    field_order = (
        "kind", "is_paid", "employer", "employer_details", "web_link", "location", "position", "start_date",
        "end_date", "percentage", "description",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        self.check_past("start_date", "end_date")
        self.check_order("start_date", "end_date")
        kind = found.get("kind")
        if kind and kind not in UNPAID_KINDS and not found.get("is_paid"):
            self.add_error("is_paid", UNPAID[kind])
        if kind == ExperienceKind.DOCTORATE and not found.get("end_date"):
            self.add_error("end_date", _("A doctorate counts when it is completed: enter the last day."))
        return found


ENTRY_FORMS: Final[Mapping[Section, Any]] = {
    Section.LANGUAGES: LanguageSkillForm,
    Section.EDUCATION: EducationForm,
    Section.EXPERIENCE: ExperienceForm,
}


class InFieldForm(forms.Form):
    """Which entries of experience are in a field of a competition."""

    entries: Any = forms.ModelMultipleChoiceField(
        label=_("Work in this field"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None, *, rows: Any, **options: Any) -> None:
        super().__init__(data, **options)
        question: Any = self.fields["entries"]
        question.queryset = rows


class CvFileForm(forms.Form):
    """A Europass CV to read."""

    file = forms.FileField(
        label=_("Your Europass CV"),
        widget=forms.FileInput(attrs={"accept": ".xml,.pdf,application/xml,text/xml,application/pdf"}),
        help_text=_("The PDF or the XML file that Europass made, not a scan or a print."),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > settings.CV_FILE_MAX_MEGABYTES * 1024 * 1024:
            raise forms.ValidationError(
                _("The file is larger than %(megabytes)s MB."),
                code="too_large",
                params={"megabytes": settings.CV_FILE_MAX_MEGABYTES},
            )
        return file
