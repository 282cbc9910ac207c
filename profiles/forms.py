"""Input of a person about herself: one form a page, with each rule beside its field."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.formats import countries
from core.forms import DayInput, ProseField
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
from profiles.questions import (
    DiplomaForm,
    PersonForm,
    RowForm,
    SkillForm,
    WorkForm,
    initial_of_person,
    menu,
)
from profiles.sections import COLUMNS, Section

LEVELS: Final = (
    ("", _("Please choose")),
    ("8", _("8: doctorate")),
    ("7", _("7: master's degree")),
    ("6", _("6: bachelor's degree")),
    ("5", _("5: short higher education")),
    ("4", _("4: upper secondary school, giving access to higher education")),
    ("3", _("3: vocational training or part of upper secondary school")),
)


class DatedForm(RowForm):
    """A form about one row of the person's own."""

    def __init__(self, data: Any = None, *, today: date, user: Any, **options: Any) -> None:
        self.today = today
        self.user = user
        super().__init__(data, **options)


class ProfileForm(PersonForm, DatedForm):
    """Who the person is, and in which language we write to her."""

    class Meta(PersonForm.Meta):
        model = Profile
        fields = ("salutation", *PersonForm.Meta.fields)

    def __init__(self, data: Any = None, *, user: Any, **options: Any) -> None:
        profile = options.get("instance")
        known = {
            "language": user.language,
            "family_names": user.family_names,
            "first_names": user.first_names,
        }
        if profile is not None:
            known = {"language": user.language, **initial_of_person(profile)}
        options["initial"] = {**known, **options.get("initial", {})}
        super().__init__(data, user=user, **options)


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


class LanguageSkillForm(SkillForm, DatedForm):
    """One language and how well she knows it."""

    class Meta:
        model = LanguageSkill
        fields = COLUMNS[Section.LANGUAGES]

    def clean_language(self) -> str:
        return self.refuse_twice(LanguageSkill.objects.filter(user=self.user).exclude(pk=self.instance.pk))


class EducationForm(DiplomaForm, DatedForm):
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


UNPAID: Final = {
    ExperienceKind.PAID: _("Work counts only if it was paid."),
    ExperienceKind.VOLUNTARY: _("Voluntary work counts only if you were compensated for it."),
    ExperienceKind.INTERNSHIP: _("An internship counts only if it was paid."),
}
"""Why an unpaid entry is refused, by its kind."""


class ExperienceForm(WorkForm, DatedForm):
    """A period of work."""

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
        found = super().clean()
        kind = found.get("kind")
        if kind and kind not in UNPAID_KINDS and not found.get("is_paid"):
            self.add_error("is_paid", UNPAID[kind])
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
