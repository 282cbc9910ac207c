"""What recruiters and staff type in about reserve lists."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.forms import DayInput, ProseField
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


class ExtensionForm(forms.Form):
    """A new last day, and why."""

    until = forms.DateField(label=_("Valid until"), widget=DayInput)
    reason = ProseField(label=_("Reason"), help_text=_("It is kept with the decision."))


class RemovalForm(forms.Form):
    """Why a laureate leaves the list."""

    reason = ProseField(label=_("Reason"), help_text=_("The laureate reads it in her letter."))
