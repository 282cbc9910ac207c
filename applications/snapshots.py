"""An application as one frozen document: canonical JSON, its SHA-256, and the way back. No Django here.

Canonical means: keys sorted, no blanks, UTF-8, only texts, whole numbers, true, false, null, lists and
objects. The same answers always give the same bytes, on any machine and after a trip through the database.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

FORMAT: Final = 1

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "personal": (
        "family_names", "first_names", "birth_name", "date_of_birth", "place_of_birth", "country_of_birth",
        "gender", "citizenships", "street", "postcode", "city", "country", "phone",
    ),
    "choice": ("accepts_reassignment", "language_1", "language_2"),
    "languages": ("language", "is_mother_tongue", "listening", "reading", "speaking", "writing"),
    "education": (
        "title", "awarding_body", "country", "level", "field_of_study", "start_date", "end_date",
        "legal_duration_months", "award_date", "gives_access",
    ),
    "experience": (
        "kind", "employer", "location", "position", "start_date", "end_date", "percentage", "is_paid",
        "is_in_field", "description",
    ),
    "motivation": ("motivation", "talent_screener_answers"),
    "declarations": (
        "has_citizen_rights", "has_met_military_obligations", "has_character_requirements",
        "has_eligible_qualification", "has_declared_on_honour", "privacy_statement_version",
    ),
}  # fmt: skip
"""What is frozen of each step, by the names of the columns."""

DAYS: Final = frozenset(("date_of_birth", "start_date", "end_date", "award_date"))


def freeze(row: Any, step: str) -> dict[str, Any]:
    """The columns of `row` that belong to `step`, days as ISO 8601 texts."""
    return {name: _plain(getattr(row, name)) for name in COLUMNS[step]}


def thaw(values: Mapping[str, Any], step: str) -> dict[str, Any]:
    """The columns that `freeze` took, with days as dates again."""
    return {name: _day(name, values[name]) for name in COLUMNS[step]}


def freeze_rows(rows: Iterable[Any], step: str) -> list[dict[str, Any]]:
    """The rows of a list, in an order that depends on what they say alone."""
    return sorted((freeze(row, step) for row in rows), key=canonical_bytes)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value


def _day(name: str, value: Any) -> Any:
    return date.fromisoformat(value) if name in DAYS and value is not None else value


def canonical_bytes(document: Any) -> bytes:
    """The one way to write `document`. Raises TypeError or ValueError for what JSON cannot say exactly."""
    _refuse_inexact(document)
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode()


def _refuse_inexact(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError("A snapshot holds no floating point numbers.")
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise TypeError("The keys of a snapshot are texts.")
        value = value.values()
    elif isinstance(value, str):
        return
    if isinstance(value, Iterable):
        for item in value:
            _refuse_inexact(item)


def sha256_of(document: Any) -> str:
    """The SHA-256 of the canonical bytes, in hexadecimal."""
    return hashlib.sha256(canonical_bytes(document)).hexdigest()
