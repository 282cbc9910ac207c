"""Questions about a person and her CV that the account and an application ask in the same words."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from competitions.models import Level
from core.formats import countries, eu_countries
from core.forms import DayInput, ProseField
from core.languages import CODES, active_code, language_name, sort_key
from core.menus import LongMenu
from profiles.models import ExperienceKind

Choices = list[tuple[str, Any]]

MOST_CITIZENSHIPS: Final = 3
SKILLS: Final = ("listening", "reading", "speaking", "writing")


def with_blank(choices: Callable[[], Any]) -> Callable[[], Choices]:
    """Choices for a select list that begins with nothing chosen, made anew in each reader's language."""
    return lambda: [("", _("Please choose")), *choices()]


def menu(label: Any, choices: Callable[[], Any], **options: Any) -> forms.ChoiceField:
    """A question with many answers, which are the same for all readers of a language."""
    offered = with_blank(choices)
    return forms.ChoiceField(label=label, choices=offered, widget=LongMenu(offered), **options)


def language_choices(codes: Any = CODES) -> Choices:
    """(code, name) of official languages, sorted for the reader."""
    named = [(code, language_name(code)) for code in codes]
    return sorted(named, key=lambda pair: sort_key(pair[1], active_code()))


class RowForm(forms.ModelForm):  # type: ignore[type-arg]  # no class of Django takes parameters when it runs
    """A form over one row of a table, filled in on the day `today`."""

    today: date

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


class PersonForm(RowForm):
    """Who a person is, and in which language we write to her; over any model of `profiles.models.Person`."""

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
        fields: tuple[str, ...] = (
            "family_names", "first_names", "birth_name", "date_of_birth", "place_of_birth", "gender",
            "street", "postcode", "city",
        )  # fmt: skip
        widgets = {
            "date_of_birth": DayInput(attrs={"autocomplete": "bday"}),
            "family_names": forms.TextInput(attrs={"autocomplete": "family-name"}),
            "first_names": forms.TextInput(attrs={"autocomplete": "given-name"}),
            "street": forms.TextInput(attrs={"autocomplete": "street-address"}),
            "postcode": forms.TextInput(attrs={"autocomplete": "postal-code"}),
            "city": forms.TextInput(attrs={"autocomplete": "address-level2"}),
        }

    field_order: Any = (
        "salutation", "family_names", "first_names", "birth_name", "date_of_birth", "place_of_birth",
        "country_of_birth", "gender", "citizenship_1", "citizenship_2", "citizenship_3", "street", "postcode",
        "city", "country", "phone", "language",
    )  # fmt: skip

    def clean_date_of_birth(self) -> date:
        born: date = self.cleaned_data["date_of_birth"]
        if not 15 <= self.today.year - born.year <= 120:
            raise forms.ValidationError(_("Check this date."), code="date_of_birth")
        return born

    def clean_phone(self) -> str:
        typed: str = self.cleaned_data["phone"]
        number = "".join(character for character in typed if character not in " -./()\u00a0")
        number = f"+{number[2:]}" if number.startswith("00") else number
        self._meta.model._meta.get_field("phone").run_validators(number)
        return number

    def _get_validation_exclusions(self) -> set[str]:
        # The citizenships are three questions here and one column there: `values` brings them together.
        exclude: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # not in the stubs
        return {*exclude, "citizenships"}

    def values(self) -> dict[str, Any]:
        found = super().values()
        chosen = [found.pop(f"citizenship_{place}") for place in range(1, MOST_CITIZENSHIPS + 1)]
        found["citizenships"] = list(dict.fromkeys(code for code in chosen if code))
        return found


def initial_of_person(person: Any) -> dict[str, Any]:
    """What a row answers of the questions that are not columns by the same name and form."""
    places = enumerate(person.citizenships[:MOST_CITIZENSHIPS], start=1)
    return {
        "country": person.country,
        "country_of_birth": person.country_of_birth,
        "phone": person.phone,
        **{f"citizenship_{place}": code for place, code in places},
    }


class SkillForm(RowForm):
    """One language and how well she knows it."""

    language = menu(_("Language"), language_choices)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in SKILLS:
            question: Any = self.fields[name]
            question.choices = [("", _("Please choose")), *Level.choices]

    def refuse_twice(self, others: Any) -> str:
        """The language, if none of the other entries has it."""
        language: str = self.cleaned_data["language"]
        if others.filter(language=language).exists():
            raise forms.ValidationError(_("You have entered this language already."), code="twice")
        return language


class DiplomaForm(RowForm):
    """A diploma: its days in their order."""

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        self.check_past("start_date")
        self.check_order("start_date", "end_date")
        self.check_order("start_date", "award_date")
        return found


class WorkForm(RowForm):
    """A period of work: what was done, and its days in their order."""

    description = ProseField(
        label=_("Tasks"),
        min_length=20,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Say in a few sentences what you did."),
    )

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        self.check_past("start_date", "end_date")
        self.check_order("start_date", "end_date")
        if found.get("kind") == ExperienceKind.DOCTORATE and not found.get("end_date"):
            self.add_error("end_date", _("A doctorate counts when it is completed: enter the last day."))
        return found
