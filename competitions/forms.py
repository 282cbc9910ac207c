"""Input of staff: a notice or amendment as a file, and a change of state with its reason."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.languages import CODES, ENGLISH, LANGUAGES


class DocumentForm(forms.Form):
    """A file with a notice of competition or an amendment (docs/notice-format.md)."""

    document = forms.FileField(
        label=_("Document"), help_text=_("A JSON file with a notice of competition or an amendment.")
    )

    def clean_document(self) -> Any:
        """Refuse what is too large before it is read."""
        uploaded = self.cleaned_data["document"]
        if uploaded.size > settings.NOTICE_MAX_BYTES:
            limit = settings.NOTICE_MAX_BYTES // (1024 * 1024)
            raise forms.ValidationError(
                _("The file is larger than %(limit)s megabytes.") % {"limit": limit}, code="too_large"
            )
        return uploaded


class StateForm(forms.Form):
    """The reason of a change of state, for the history, and the note the public page shows, by language."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("Kept in the history; the public does not see it.")
    )

    def __init__(self, *args: Any, notes: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in (ENGLISH, *(each for each in CODES if each != ENGLISH)):
            self.fields[f"note_{code}"] = forms.CharField(
                label=_("Note on the public page: %(language)s") % {"language": LANGUAGES[code].autonym},
                initial=notes.get(code, ""),
                required=False,
                widget=forms.Textarea(attrs={"rows": 3, "lang": code}),
            )

    def clean(self) -> dict[str, Any]:
        """A note in another language needs its English text, which the others fall back to."""
        cleaned = super().clean() or self.cleaned_data
        if self.note and ENGLISH not in self.note:
            self.add_error(f"note_{ENGLISH}", _("The English text is missing."))
        return cleaned

    @property
    def note(self) -> dict[str, str]:
        """The note by language, without the empty ones."""
        texts = {code: (self.cleaned_data.get(f"note_{code}") or "").strip() for code in CODES}
        return {code: text.replace("\r\n", "\n") for code, text in texts.items() if text}
