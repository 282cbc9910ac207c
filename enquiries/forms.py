"""What a candidate asks, and what staff answer."""

import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from applications.models import Application
from core.forms import ProseField
from documents.checking import Fault
from documents.faults import MEGABYTE, DocumentRefused
from documents.forms import ACCEPTED
from enquiries.models import LONGEST_TEXT


class MessageForm(forms.Form):
    """One message of a thread, with a token that makes it count once."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    text = ProseField(label=_("Your message"), max_length=LONGEST_TEXT)
    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, JPG or PNG, up to 20 MB. Any name will do."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )

    def clean_file(self) -> Any:
        """Refuse what is too large before its bytes are read."""
        file = self.cleaned_data["file"]
        if file and file.size > settings.DOCUMENT_MAX_MEGABYTES * MEGABYTE:
            raise DocumentRefused(Fault.TOO_LARGE)
        return file

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial.setdefault("token", uuid.uuid4())


class EnquiryForm(MessageForm):
    """A new question."""

    application: Any = forms.ModelChoiceField(
        queryset=Application.objects.none(),
        label=_("Application"),
        required=False,
        empty_label=_("Please choose"),
        help_text=_("If your question is about one."),
        to_field_name="number",
    )
    subject = forms.CharField(label=_("Subject"), max_length=150)

    field_order = ("application", "subject", "text", "file")

    def __init__(self, *args: Any, candidate: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choice: Any = self.fields["application"]
        choice.queryset = (
            Application.objects.visible_to(candidate)
            .select_related("competition")
            .only("number", "competition__reference")
        )
        choice.label_from_instance = lambda row: f"{row.number} ({row.competition.reference})"


class AnswerForm(MessageForm):
    """An answer of staff, in words alone."""

    text = ProseField(label=_("The answer"), max_length=LONGEST_TEXT)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["file"]


class AssignForm(forms.Form):
    """Who takes a question."""

    handler: Any = forms.ModelChoiceField(queryset=User.objects.none(), label=_("Handler"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choice: Any = self.fields["handler"]
        staff: Any = ModelBackend().with_perm("enquiries.answer_enquiry")
        choice.queryset = staff.order_by("email")
