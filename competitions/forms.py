"""Input of staff: a document, a change of state; and of readers: the answers to “Could I apply?”."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from competitions.eligibility import LEVELS, MONTHS, Answers
from competitions.models import Competition
from competitions.page import CompetitionPage
from core.formats import BRUSSELS, format_date
from core.languages import CODES, ENGLISH, LANGUAGES, active_code, language_name, sort_key


class DocumentForm(forms.Form):
    """A file with a notice of competition or an amendment (docs/notice-format.md)."""

    document = forms.FileField(
        label=_("Document"), help_text=_("A JSON file with a notice of competition or an amendment.")
    )

    def clean_document(self) -> Any:
        """Refuse what is too large before it is read."""
        uploaded = self.cleaned_data["document"]
        if uploaded.size > settings.NOTICE_MAX_BYTES:
            limit = settings.NOTICE_MAX_BYTES // (1024 * 1024)
            raise forms.ValidationError(
                _("The file is larger than %(limit)s megabytes.") % {"limit": limit}, code="too_large"
            )
        return uploaded


class StateForm(forms.Form):
    """The reason of a change of state, for the history, and the note the public page shows, by language."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("Kept in the history; the public does not see it.")
    )

    def __init__(self, *args: Any, notes: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in (ENGLISH, *(each for each in CODES if each != ENGLISH)):
            self.fields[f"note_{code}"] = forms.CharField(
                label=_("Note on the public page: %(language)s") % {"language": LANGUAGES[code].autonym},
                initial=notes.get(code, ""),
                required=False,
                widget=forms.Textarea(attrs={"rows": 3, "lang": code}),
            )

    def clean(self) -> dict[str, Any]:
        """A note in another language needs its English text, which the others fall back to."""
        cleaned = super().clean() or self.cleaned_data
        if self.note and ENGLISH not in self.note:
            self.add_error(f"note_{ENGLISH}", _("The English text is missing."))
        return cleaned

    @property
    def note(self) -> dict[str, str]:
        """The note by language, without the empty ones."""
        texts = {code: (self.cleaned_data.get(f"note_{code}") or "").strip() for code in CODES}
        return {code: text.replace("\r\n", "\n") for code, text in texts.items() if text}


LONGEST_STUDY = 8
"""Years; longer study counts as much."""
LONGEST_EXPERIENCE = 60
YES_OR_NO = [("yes", _("Yes")), ("no", _("No"))]
LEVEL_CHOICES = [
    ("", pgettext_lazy("choice of a level", "Choose a level")),
    *((each, each) for each in LEVELS),
]


class CouldIApplyForm(forms.Form):
    """What a person says of herself, asked only as far as the competition depends on it; nothing is kept."""

    citizen = forms.ChoiceField(
        label=_("Are you a citizen of a Member State of the European Union?"),
        choices=YES_OR_NO,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, page: CompetitionPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page = page
        if len(page.fields) > 1:
            self._ask_field()
        if any(route.years_study for route in page.routes):
            self._ask_study()
        if any(route.years_experience for route in page.routes):
            self._ask_duration(
                "experience",
                _("Years of paid professional experience"),
                _("Months of it, besides the years"),
                _("Part-time work counts in proportion."),
            )
        if any(route.years_in_field for route in page.routes):
            self._ask_duration(
                "in_field",
                _("Of these, years in the field of the competition"),
                _("Months in the field, besides the years"),
            )
        self._ask_language(
            "first", _("An official language of the Union that you know"), _("Your level in this language")
        )
        self._ask_language(
            "second", _("Another official language that you know"), _("Your level in this other language")
        )

    def _ask_field(self) -> None:
        choices = [(line.code, str(line.title)) for line in self.page.fields]
        self.fields["field"] = forms.ChoiceField(
            label=pgettext_lazy("of a competition", "Field"),
            required=False,
            choices=[("", pgettext_lazy("fields of a competition", "All fields")), *choices],
        )

    def _ask_study(self) -> None:
        self.fields["study"] = forms.TypedChoiceField(
            label=_("How long is the study for your longest university diploma, by law?"),
            help_text=_("The official length of the programme, not the time you took."),
            coerce=int,
            choices=_study_choices(),
        )
        day = _day_of_diploma(self.page.competition)
        if day is not None:
            question = _now("Do you have this diploma, or will you have it by %(day)s?")
            self.fields["in_time"] = forms.ChoiceField(
                label=question % {"day": format_date(day)},
                choices=YES_OR_NO,
                widget=forms.RadioSelect,
                initial="yes",
            )
        self.fields["outside"] = forms.BooleanField(
            label=_("It is from a country outside the European Union"), required=False
        )

    def _ask_duration(self, name: str, years: Any, months: Any, help_text: Any = "") -> None:
        self.fields[f"{name}_years"] = forms.IntegerField(
            label=years, help_text=help_text, min_value=0, max_value=LONGEST_EXPERIENCE, initial=0
        )
        self.fields[f"{name}_months"] = forms.IntegerField(
            label=months, min_value=0, max_value=MONTHS - 1, required=False, initial=0
        )

    def _ask_language(self, name: str, label: Any, level: Any) -> None:
        names = sorted(((code, language_name(code)) for code in CODES), key=_by_name)
        choose = ("", pgettext_lazy("choice of a language", "Choose a language"))
        self.fields[name] = forms.ChoiceField(label=label, choices=[choose, *names])
        self.fields[f"{name}_level"] = forms.ChoiceField(
            label=level, help_text=_("From A1, the lowest, to C2, the highest."), choices=LEVEL_CHOICES
        )

    def clean(self) -> dict[str, Any]:
        """Two languages are two, and experience in the field is part of the whole."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("first") and cleaned.get("first") == cleaned.get("second"):
            self.add_error("second", _("Choose two different languages."))
        if self._months("in_field") > self._months("experience"):
            self.add_error("in_field_years", _("This is more than your experience in all."))
        return cleaned

    def _months(self, name: str) -> int:
        years = self.cleaned_data.get(f"{name}_years") or 0
        return years * MONTHS + (self.cleaned_data.get(f"{name}_months") or 0)

    @property
    def answers(self) -> Answers:
        """What a valid form says; what was not asked counts as met."""
        given = self.cleaned_data
        return Answers(
            is_citizen=given["citizen"] == "yes",
            languages=((given["first"], given["first_level"]), (given["second"], given["second_level"])),
            years_study=given.get("study", 0),
            is_diploma_in_time=given.get("in_time", "yes") == "yes",
            is_diploma_from_elsewhere=given.get("outside", False),
            months_experience=self._months("experience"),
            months_in_field=self._months("in_field"),
        )

    @property
    def field(self) -> str:
        """The code of the field asked about; empty for all."""
        return str(self.cleaned_data.get("field", ""))


def _study_choices() -> list[tuple[int, str]]:
    lengths = range(1, LONGEST_STUDY + 1)
    years = [(n, ngettext("%(count)s year", "%(count)s years", n) % {"count": n}) for n in lengths]
    return [(0, _now("I have no university diploma")), *years]


def _day_of_diploma(competition: Competition) -> Any:
    """The last day for the diploma: its own, else that of all conditions, else that of the deadline."""
    deadline = competition.application_deadline
    day = competition.diploma_date or competition.eligibility_reference_date
    return day or (deadline.astimezone(BRUSSELS).date() if deadline else None)


def _by_name(pair: tuple[str, str]) -> Any:
    return sort_key(pair[1], active_code())
