"""The CV as JSON with every field that is kept, as docs/europass.md describes it."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, Final

from profiles.cv import Cv
from profiles.models import PERSONAL_COLUMNS
from profiles.sections import COLUMNS, Section

FORMAT: Final = "eu-careers-cv"
VERSION: Final = 1
IDENTITY_COLUMNS: Final = ("document_type", "number", "issuing_country", "expiry_date")


def write_json(cv: Cv, *, email: str, now: datetime) -> bytes:
    """UTF-8, indented: for people to keep and for programs to read."""
    return json.dumps(document_of(cv, email=email, now=now), ensure_ascii=False, indent=2).encode()


def document_of(cv: Cv, *, email: str, now: datetime) -> dict[str, Any]:
    """The same as plain data."""
    personal = (*PERSONAL_COLUMNS, "salutation")
    return {
        "format": FORMAT,
        "version": VERSION,
        "made_at": now.astimezone(UTC).isoformat(timespec="seconds"),
        "email": email,
        "personal": _row(cv.profile, personal) if cv.profile else None,
        "identity_document": _row(cv.identity_document, IDENTITY_COLUMNS) if cv.identity_document else None,
        "languages": [_row(row, COLUMNS[Section.LANGUAGES]) for row in cv.language_skills],
        "education": [_row(row, COLUMNS[Section.EDUCATION]) for row in cv.education],
        "experience": [_row(row, COLUMNS[Section.EXPERIENCE]) for row in cv.experience],
        "motivation": cv.motivation,
    }


def _row(row: Any, columns: tuple[str, ...]) -> Mapping[str, Any]:
    return {name: _plain(getattr(row, name)) for name in columns}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
