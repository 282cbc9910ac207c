"""What recruiters and staff type in about reserve lists."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.formats import format_number
from core.forms import DayInput, ProseField
from recruitment.downloads.pdf_file import LONGEST_LIST
from recruitment.models import DownloadFormat


class DownloadForm(forms.Form):
    """What the list is needed for, and the kind of file."""

    purpose = forms.CharField(
        label=pgettext_lazy("of a download", "Purpose"),
        max_length=300,
        help_text=_("For example the reference number of the vacancy. It is kept and printed on the file."),
    )
    file_format = forms.ChoiceField(
        label=_("Format"),
        choices=DownloadFormat.choices,
        widget=forms.RadioSelect,
        initial=DownloadFormat.XLSX,
    )

    def __init__(self, *arguments: Any, size: int = 0, **options: Any) -> None:
        """`size` is how many laureates the list has."""
        super().__init__(*arguments, **options)
        self.size = size

    def clean_file_format(self) -> str:
        """Refuse a PDF of a list that is too long for one."""
        chosen: str = self.cleaned_data["file_format"]
        if chosen == DownloadFormat.PDF and self.size > LONGEST_LIST:
            text = _("A PDF holds at most %(number)s laureates. Choose another format.")
            raise ValidationError(text % {"number": format_number(LONGEST_LIST)}, code="too_long")
        return chosen


class ExtensionForm(forms.Form):
    """A new last day, and why."""

    until = forms.DateField(label=_("Valid until"), widget=DayInput)
    reason = ProseField(label=_("Reason"), help_text=_("It is kept with the decision."))


class RemovalForm(forms.Form):
    """Why a laureate leaves the list."""

    reason = ProseField(label=_("Reason"), help_text=_("The laureate reads it in the letter."))
