"""What staff enter when they decide on a batch of letters."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ApproveForm(forms.Form):
    """The second person says that the sample was read (F9)."""

    has_read_sample = forms.BooleanField(label=_("I have read the sample letters and they are right."))


class ReleaseForm(forms.Form):
    """Nothing to enter: the button confirms."""


class RecallForm(forms.Form):
    """Why the letters are not sent."""

    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))
