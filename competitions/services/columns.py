"""Which member of a notice document goes to which column of which row, and how it is read.

One table a model: column → (member of the document, reader). The same tables lead from a value that a
column refuses back to the place in the document.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model

from careers.services import text_columns
from competitions.models import (
    Amendment,
    ApplicationCount,
    BoardMember,
    Competition,
    CompetitionDocument,
    CompetitionField,
    EligibilityRoute,
    PlanningRow,
    Test,
    TestGroup,
)
from competitions.notice import deadline_instant, opening_instant
from competitions.services.faults import LoadFault
from core.languages import CODES

Node = Mapping[str, Any]
Reader = Callable[[Any], Any]
Columns = Mapping[str, tuple[str, Reader]]


def _as_given(value: Any) -> Any:
    return value


def _text(value: str | None) -> str:
    return value or ""


def _list(value: list[Any] | None) -> list[Any]:
    return list(value or [])


def _unless_null(read: Reader) -> Reader:
    return lambda value: None if value is None else read(value)


DAY = _unless_null(date.fromisoformat)
DECIMAL = _unless_null(Decimal)
OPENING = _unless_null(opening_instant)
DEADLINE = _unless_null(deadline_instant)


def _same_names(read: Reader, *names: str, inside: str = "") -> dict[str, tuple[str, Reader]]:
    return {name: (f"{inside}{name}", read) for name in names}


COMPETITION: Columns = {
    **_same_names(_as_given, "reference", "kind", "profile", "function_group", "number_sought"),
    **_same_names(_as_given, "contract_type", "reference_is_provisional", "is_demonstration"),
    **_same_names(_as_given, "invitation_notice_days", "check_account_every_days"),
    **_same_names(_text, "sub_reference", "legal_basis", "announced_for", "security_clearance"),
    **_same_names(_list, "grades", "domains", "languages_published"),
    "oj_reference": ("official_journal.reference", _text),
    "eli": ("official_journal.eli", _text),
    "publication_date": ("official_journal.published_on", DAY),
    "application_open_at": ("application.opens_at", OPENING),
    "application_deadline": ("application.deadline", DEADLINE),
    **_same_names(DEADLINE, "id_document_deadline", "supporting_documents_deadline", inside="application."),
    **_same_names(DAY, "eligibility_reference_date", "diploma_date", inside="application."),
    "is_motivation_asked": ("application.motivation.is_asked", _as_given),
    "motivation_max_characters": ("application.motivation.max_characters", _as_given),
    "apply_url": ("application.apply_url", _text),
    "language_1_minimum_level": ("languages.language_1.minimum_level", _text),
    "language_2_minimum_level": ("languages.language_2.minimum_level", _text),
    "languages_1": ("languages.language_1.allowed", _list),
    "languages_2": ("languages.language_2.allowed", _list),
    **_same_names(
        _as_given,
        *("item_complaint_days", "technical_complaint_days", "review_days"),
        *("administrative_complaint_months", "court_months", "court_distance_days"),
        inside="complaints.",
    ),
    "reserve_list_months": ("reserve_list.validity_months", _as_given),
    "reserve_list_valid_until": ("reserve_list.valid_until", DAY),
}
FIELD: Columns = {
    **_same_names(_as_given, "code", "grade", "number_sought", "allows_reassignment", "talent_screener"),
    **_same_names(_text, "language_1"),
}
ROUTE: Columns = _same_names(_as_given, "years_study", "years_experience", "years_in_field")
GROUP: Columns = {**_same_names(_as_given, "code"), **_same_names(DECIMAL, "pass_mark")}
TEST: Columns = {
    **_same_names(_as_given, "code", "part", "sequence", "language", "kind", "questions", "minutes"),
    **_same_names(DECIMAL, "maximum", "pass_mark", "weight_preliminary", "weight_final"),
    "marked_for": ("marked_for.who", _as_given),
    "marked_number": ("marked_for.number", _as_given),
    "marked_multiplier": ("marked_for.multiplier", DECIMAL),
    **_same_names(_text, "delivery", "provider"),
    "scheduled_at": ("scheduled_at", OPENING),
    "syllabus": ("syllabus", _as_given),
}
PLANNING: Columns = {
    **_same_names(_text, "state"),
    **_same_names(OPENING, "starts_at"),
    **_same_names(_as_given, "candidates"),
    **_same_names(DECIMAL, "minimum_score"),
}
BOARD: Columns = {
    **_same_names(_as_given, "name", "role", "is_alternate"),
    **_same_names(_text, "appointed_by"),
}
COUNT: Columns = {**_same_names(DAY, "date"), **_same_names(_as_given, "started", "submitted")}
DOCUMENT: Columns = _same_names(_as_given, "kind", "url")
AMENDMENT: Columns = {
    **_same_names(_as_given, "number"),
    **_same_names(DAY, "date"),
    **_same_names(_list, "effects"),
    "oj_reference": ("official_journal.reference", _text),
    "eli": ("official_journal.eli", _text),
}

COLUMNS: Mapping[type[Model], tuple[Columns, tuple[str, ...]]] = {
    Competition: (COMPETITION, ("title", "summary", "duties", "status_note")),
    CompetitionField: (FIELD, ("title", "duties")),
    EligibilityRoute: (ROUTE, ()),
    TestGroup: (GROUP, ()),
    Test: (TEST, ("title",)),
    PlanningRow: (PLANNING, ("stage", "period")),
    BoardMember: (BOARD, ()),
    ApplicationCount: (COUNT, ()),
    CompetitionDocument: (DOCUMENT, ("title",)),
    Amendment: (AMENDMENT, ("reason",)),
}
"""For each model its columns, and its texts in 24 languages."""


def values_of(model: type[Model], node: Node, *, but: tuple[str, ...] = ()) -> dict[str, Any]:
    """Read the columns of a row of `model` out of its part of the document, without the texts in `but`."""
    columns, texts = COLUMNS[model]
    values = {name: read(member_at(node, member)) for name, (member, read) in columns.items()}
    for name in texts:
        if name not in but:
            values |= text_columns(name, node[name])
    return values


def member_at(node: Any, member: str) -> Any:
    """The value at `application.motivation.is_asked`; None where a part of the way is missing or null."""
    for part in member.split("."):
        node = node.get(part) if isinstance(node, Mapping) else None
    return node


def column_faults(row: Model, prefix: str = "") -> list[LoadFault]:
    """What the columns of a row read from a document refuse, such as a title longer than the column."""
    columns, texts = COLUMNS[type(row)]
    members = {name: member for name, (member, _read) in columns.items()}
    members |= {f"{name}_{code}": f"{name}.{code}" for name in texts for code in CODES}
    try:
        row.clean_fields(exclude=[each.name for each in row._meta.fields if each.name not in members])
    except ValidationError as error:
        return [
            LoadFault(".".join(filter(None, (prefix, members[column]))), message)
            for column, messages in error.message_dict.items()
            for message in messages
        ]
    return []
