"""Input of readers: what is wrong in a notice. (careers/search/criteria.py reads the filters of the list.)"""

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from careers.choices import NoticeErrorKind
from core.forms import ProseField

LONGEST_DESCRIPTION: Final = 2000


class NoticeErrorForm(forms.Form):
    """What a reader says is wrong in a notice."""

    what = forms.ChoiceField(
        label=_("What is wrong?"), choices=NoticeErrorKind.choices, widget=forms.RadioSelect
    )
    description = ProseField(
        label=_("What does it say, and what should it say?"),
        max_length=LONGEST_DESCRIPTION,
        help_text=_("Do not write personal data here."),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        required=False,
        help_text=_("Only if you want an answer."),
    )
