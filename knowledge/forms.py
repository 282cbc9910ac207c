"""Input of readers, the contact form, and what staff may save."""

import re
import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modeltranslation.utils import build_localized_fieldname

from core.formats import BRUSSELS
from core.forms import DayInput, ProseField
from core.languages import CODES, LANGUAGES
from knowledge.checks import known_pages, text_faults
from knowledge.models import NewsKind

MARKDOWN_FIELDS: Final = ("body", "answer")
CHECKED_FIELDS: Final = (*MARKDOWN_FIELDS, "title", "summary", "question")
# A line break or another control character in a line of a form: what would begin a header of its own.
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class LineField(forms.CharField):
    """One line of text: no line breaks, no control characters."""

    def clean(self, value: Any) -> str:
        if isinstance(value, str) and _CONTROL.search(value.strip()):
            raise ValidationError(_("Enter one line of text, without line breaks or control characters."))
        return str(super().clean(value))


class LineEmailField(forms.EmailField):
    """An e-mail address; nothing else on the line."""

    def clean(self, value: Any) -> str:
        if isinstance(value, str) and _CONTROL.search(value.strip()):
            raise ValidationError(_("Enter one line of text, without line breaks or control characters."))
        return str(super().clean(value))


class ContactForm(forms.Form):
    """The contact form (epso 8.4). `token` makes the same form sent twice one message."""

    token = forms.UUIDField(required=False, widget=forms.HiddenInput)
    salutation = forms.ChoiceField(
        label=_("Form of address"),
        required=False,
        choices=[
            ("", pgettext_lazy("form of address", "No form of address")),
            ("MS", pgettext_lazy("form of address", "Ms")),
            ("MR", pgettext_lazy("form of address", "Mr")),
        ],
    )
    first_names = LineField(
        label=_("First names"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    family_names = LineField(
        label=_("Family names"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    email = LineEmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("We send our answer to this address."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = LineField(
        label=_("Telephone number"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    language = forms.ChoiceField(
        label=_("Language of our answer"), choices=[(code, LANGUAGES[code].autonym) for code in CODES]
    )
    candidate_number = LineField(
        label=_("Your application number"),
        max_length=30,
        required=False,
        help_text=_("If your question is about an application. You find it in your account."),
    )
    competition_reference = LineField(
        label=_("Reference number of the competition"),
        max_length=60,
        required=False,
        help_text=_("For example EPSO/AD/427/26."),
    )
    subject = LineField(label=_("Subject"), max_length=150)
    message = ProseField(
        label=_("Your message"),
        max_length=settings.CONTACT_MESSAGE_CHARACTERS,
        help_text=_("Please do not write about your health here, and never send a password."),
        widget=forms.Textarea(attrs={"rows": 10, "maxlength": None}),
    )

    @property
    def token_given(self) -> uuid.UUID:
        """The token that came with the form; a new one where it was lost or tampered with."""
        return self.cleaned_data.get("token") or uuid.uuid4()

    @property
    def values(self) -> dict[str, Any]:
        """The columns of the message."""
        return {name: value for name, value in self.cleaned_data.items() if name != "token"}

    def _clean_fields(self) -> None:
        """A spoilt token is not the writer's fault: it counts as none."""
        super()._clean_fields()  # type: ignore[misc]  # Django's own hook, not in its stubs
        self.errors.pop("token", None)


class FaqSearchForm(forms.Form):
    """Words searched in the questions."""

    q = forms.CharField(label=_("Search the questions and answers"), max_length=100, required=False)


class GlossarySearchForm(forms.Form):
    """Words searched in the glossary."""

    q = forms.CharField(label=_("Search the glossary"), max_length=100, required=False)


class NewsFilterForm(forms.Form):
    """The kind of news shown."""

    kind = forms.ChoiceField(
        label=_("Kind of news"), choices=[("", _("All")), *NewsKind.choices], required=False
    )


class MeetingFilterForm(forms.Form):
    """The year and the words by which meetings are found."""

    q = forms.CharField(label=_("Organisation, number or subject"), max_length=100, required=False)
    year = forms.ChoiceField(label=_("Year"), required=False)

    def __init__(self, *args: Any, years: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["year"]
        field.choices = [("", _("All")), *((str(year), str(year)) for year in years)]

    @property
    def chosen(self) -> Mapping[str, str]:
        """The filters in force: what was given and is valid."""
        self.is_valid()
        return {name: value.strip() for name, value in self.cleaned_data.items() if value.strip()}


# Staff


class PageForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic when it runs
    """A page as staff write it: rules and pages that do not exist are refused where they stand."""

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        known = None
        for name in [build_localized_fieldname(field, code) for field in CHECKED_FIELDS for code in CODES]:
            text = found.get(name)
            if text and any(mark in text for mark in ("{rule:", "{table:", "page:")):
                known = known or known_pages()
                for fault in text_faults(text, known):
                    self.add_error(name, fault)
        return found


class PublicationForm(forms.Form):
    """Why a page is published or withdrawn, and when one is to be published."""

    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=300, help_text=_("For the history of the page.")
    )


class ScheduleForm(PublicationForm):
    """The day and hour of publication, in Brussels."""

    day = forms.DateField(label=_("Day of publication"), widget=DayInput)
    hour = forms.TimeField(
        label=_("Time of publication"),
        help_text=_("Brussels time."),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )

    @property
    def publish_at(self) -> datetime:
        """The instant the two name in Brussels."""
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["hour"], tzinfo=BRUSSELS)
