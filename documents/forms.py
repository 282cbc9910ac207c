"""What a person types about a document: the file, and what it proves."""

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from documents.checking import Fault
from documents.faults import MEGABYTE, DocumentRefused
from documents.places import find_places

ACCEPTED = ".pdf,.jpg,.jpeg,.png,application/pdf,image/jpeg,image/png"

FILE_HELP = format_lazy(
    _("PDF, JPG or PNG, up to {megabytes} MB. Any name will do."), megabytes=settings.DOCUMENT_MAX_MEGABYTES
)


def place_choices(user: Any, now: datetime) -> list[tuple[str, Any]]:
    """The choices of "What it proves", in groups."""
    groups = [
        (title, [(place.key, place.title) for place in places]) for title, places in find_places(user, now)
    ]
    return [("", _("Nothing yet")), *groups]


class PlaceForm(forms.Form):
    """What a document proves."""

    place = forms.ChoiceField(label=_("What it proves"), required=False)

    def __init__(self, *args: Any, user: Any, now: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["place"]
        field.choices = place_choices(user, now)


class UploadForm(PlaceForm):
    """A file, or an upload that brought one in pieces; and what it proves."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=FILE_HELP,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )
    photo = forms.FileField(
        label=_("Or take a photo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png", "capture": "environment"}),
    )
    upload = forms.UUIDField(required=False, widget=forms.HiddenInput)

    field_order = ("file", "photo", "place", "upload")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._show_as_required(not self.is_bound)

    def _show_as_required(self, is_required: bool) -> None:
        """One of three ways brings the file, so none is required by itself; the page says that one is."""
        self.fields["file"].required = is_required

    def clean(self) -> dict[str, Any]:
        self._show_as_required(True)
        cleaned: dict[str, Any] = super().clean() or {}
        file = cleaned.get("file") or cleaned.get("photo")
        if file is not None and file.size > settings.DOCUMENT_MAX_MEGABYTES * MEGABYTE:
            self.add_error("file", DocumentRefused(Fault.TOO_LARGE))
        elif file is None and not cleaned.get("upload") and "file" not in self.errors:
            self.add_error("file", _("Choose a file."))
        return {**cleaned, "file": file}
