"""Everything about a person as a ZIP: one JSON of rows, the meaning of its fields, letters and files."""

import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import IO, Any, Final
from uuid import UUID

from django.db.models import Field, Model
from django.utils import translation
from django.utils.text import capfirst

from accounts.models import User
from data_rights.exporters import ROWS, Rows, files_of
from notifications.models import Letter

FORMAT: Final = 1
Tell = Callable[[int, int], None]


def write_archive(target: IO[bytes], person: User, *, now: datetime, tell: Tell) -> None:
    """Write the ZIP to `target`, names of fields in the person's language; `tell` how far it is."""
    with translation.override(person.language), zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        total = len(ROWS) + 2
        data: dict[str, Any] = {}
        fields: dict[str, Any] = {}
        for done, rows in enumerate(ROWS, start=1):
            found = [_as_json(row, rows) for row in rows.of(person)]
            if found:
                data[rows.model] = found
                fields[rows.model] = _meaning(rows)
            tell(done, total)
        head = {"format": FORMAT, "made_at": now.astimezone(UTC).isoformat()}
        archive.writestr("data.json", _json({**head, "data": data}))
        archive.writestr("fields.json", _json({**head, "fields": fields}))
        for name, text in _letters(person):
            archive.writestr(name, text)
        tell(total - 1, total)
        _write_files(archive, person)
        tell(total, total)


def _json(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2)


def _as_json(row: Model, rows: Rows) -> dict[str, Any]:
    opened = {name: getattr(row, attribute) for name, attribute in rows.opened.items()}
    return {field.name: _plain(getattr(row, field.attname)) for field in _fields(rows)} | opened


def _fields(rows: Rows) -> "Iterator[Field[Any, Any]]":
    for field in rows.model_class._meta.concrete_fields:
        if field.name not in rows.without:
            yield field


def _meaning(rows: Rows) -> Mapping[str, Any]:
    """What a kind of row and each of its fields are called on the site."""
    names = {field.name: capfirst(str(field.verbose_name)) for field in _fields(rows)}
    return {"name": capfirst(str(rows.model_class._meta.verbose_name)), "fields": names}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value


def _letters(person: User) -> Iterator[tuple[str, str]]:
    for letter in Letter.objects.visible_to(person).order_by("published_at", "pk").iterator():
        day = letter.published_at.astimezone(UTC).date().isoformat()
        yield f"letters/{day}-{letter.number}.txt", f"{letter.subject}\n\n{letter.body}\n"


def _write_files(archive: zipfile.ZipFile, person: User) -> None:
    for name, chunks in files_of(person):
        with archive.open(name, "w") as entry:
            for chunk in chunks:
                entry.write(chunk)
