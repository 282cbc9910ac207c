"""What a reader says when she asks for an alert or changes one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alerts.models import Frequency
from alerts.searches import Search


class AddressForm(forms.Form):
    """Where to write: for alerts about one competition, which are sent on the days there is news."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class FrequencyForm(forms.Form):
    """How often to write."""

    frequency = forms.ChoiceField(
        label=_("How often"),
        choices=Frequency.choices,
        initial=Frequency.DAILY,
        widget=forms.RadioSelect,
    )


class SearchAlertForm(AddressForm, FrequencyForm):
    """Where to write and how often: for alerts about a search."""

    field_order = ("email", "frequency")

    def __init__(self, *args: Any, search: Search, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.search = search
        self.fields["frequency"].help_text = _("You get an e-mail only when there is something new.")

    def clean(self) -> dict[str, Any]:
        """Refuse a search with more filters than an alert can keep."""
        if self.search.is_too_long:
            raise forms.ValidationError(
                _("This search has too many filters for an alert. Choose fewer."), code="too_long"
            )
        return super().clean() or {}
