"""What a person asks about her data, and what staff answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import ProseField
from data_rights.states import RequestKind, RequestState


class RequestForm(forms.Form):
    """A request: of what kind, and what exactly."""

    kind = forms.ChoiceField(label=_("What do you ask for?"), choices=RequestKind, widget=forms.RadioSelect)
    text = ProseField(
        label=_("What exactly, and why"),
        max_length=5000,
        required=False,
    )


class ExtensionForm(forms.Form):
    """More time, for a reason."""

    reason = ProseField(label=_("Reason for more time"), max_length=5000)


class AnswerForm(forms.Form):
    """What was done, or why not."""

    granted = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("yes", RequestState.GRANTED.label), ("no", RequestState.REFUSED.label)],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    answer = ProseField(label=_("Answer"), max_length=20000)
