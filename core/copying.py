"""Many rows at once: PostgreSQL's COPY, and reading without holding a whole answer in memory."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from django.db import connection

ROWS_AT_ONCE: Final = 5_000


def copy_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Write rows into a table with COPY; return how many. The names are the code's own, never a user's."""
    names = ", ".join(f'"{column}"' for column in columns)
    written = 0
    with connection.cursor() as cursor:
        statement = f'COPY "{table}" ({names}) FROM STDIN'
        with cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
                written += 1
    return written


def stream_rows(query: str, parameters: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
    """The rows of an answer, a few thousand at a time from a cursor that stays on the server."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(query, list(parameters))
        while rows := cursor.fetchmany(ROWS_AT_ONCE):
            yield from rows


def fetch_all(query: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """A short answer, whole."""
    with connection.cursor() as cursor:
        cursor.execute(query, list(parameters))
        return list(cursor.fetchall())


def execute(query: str, parameters: Sequence[Any] = ()) -> int:
    """Run a statement; return how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(query, list(parameters))
        return int(cursor.rowcount)
