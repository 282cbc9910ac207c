"""What a visitor compares."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class CompareForm(forms.Form):
    """A fingerprint, as somebody else gave it: blanks and capitals do not matter."""

    sha256 = forms.RegexField(
        r"^[0-9a-f]{64}$",
        label=_("Fingerprint (SHA-256)"),
        error_messages={"invalid": _("A fingerprint has 64 digits and letters from a to f.")},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__({"sha256": "".join(data["sha256"].split()).lower()} if data else None)
