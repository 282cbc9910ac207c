"""Writing down who looked at a person's file."""

from collections.abc import Iterable
from datetime import datetime

from accounts.models import AccessKind, FileAccess, User
from accounts.roles import Role
from core.copying import copy_rows


def record_file_access(
    *,
    people: Iterable[tuple[int, str]],
    by: User,
    kind: AccessKind,
    now: datetime,
    purpose: str = "",
    institution: str = "",
) -> int:
    """Write down that `by` looked at the files of `people`; return how many rows that are.

    `people` holds, for each file, the id of the person it is about and what was looked at, such as
    (15, "application:2026-000123"). A person's own look at her file is not written down. Streams, so a
    list of many thousand costs no memory.
    """
    held = set(by.groups.values_list("name", flat=True))
    role = next((str(role) for role in Role if role in held), "")
    columns = ("person_id", "at", "by_id", "role", "institution", "kind", "about", "purpose")
    rows = (
        (person, now, by.pk, role, institution, str(kind), about, purpose)
        for person, about in people
        if person != by.pk
    )
    return copy_rows(FileAccess._meta.db_table, columns, rows)
