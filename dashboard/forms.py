"""Input on the pages of the account's home."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from notifications.topics import Topic


class EmailChoicesForm(forms.Form):
    """The topics a person wants announced by e-mail."""

    topics = forms.MultipleChoiceField(
        label=_("Send me an e-mail about"),
        choices=Topic.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def wanted(self) -> list[str]:
        """The topics chosen."""
        chosen: list[Any] = self.cleaned_data["topics"]
        return chosen
