"""Who looked at a person's file, in words she understands."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import FileAccess
from accounts.roles import Role

NAMES: Final[dict[str, str | Promise]] = {
    "application": pgettext_lazy("a thing that was looked at", "Application"),
    "document": pgettext_lazy("a thing that was looked at", "Document"),
    "letter": pgettext_lazy("a thing that was looked at", "Letter"),
    "result": pgettext_lazy("a thing that was looked at", "Result"),
    "complaint": pgettext_lazy("a thing that was looked at", "Complaint"),
    "enquiry": pgettext_lazy("a thing that was looked at", "Question"),
    "special_needs": pgettext_lazy("a thing that was looked at", "Request for special needs"),
}
NUMBERED: Final = ("application", "result", "complaint", "enquiry", "special_needs")
"""Things whose number people know."""


@dataclass(frozen=True, slots=True)
class AccessLine:
    """One opening."""

    at: datetime
    role: str
    institution: str
    kind: str
    about: str
    purpose: str


def access_line(row: FileAccess, institutions: dict[str, str]) -> AccessLine:
    """A row as its person reads it: the role of the reader, never the name."""
    kind, _colon, number = row.about.partition(":")
    name = str(NAMES.get(kind, kind))
    return AccessLine(
        at=row.at,
        role=str(Role(row.role).label) if row.role else str(_("Operator of the site")),
        institution=institutions.get(row.institution, row.institution),
        kind=row.get_kind_display(),
        about=f"{name} {number}" if kind in NUMBERED else name,
        purpose=row.purpose,
    )
