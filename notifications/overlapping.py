"""A statement that the database carries out while this process does something else.

Sending a mail waits for the mail server, marking it waits for the disk of the database; neither needs the
other to be over. The statement is on its way to the database before `begin` returns, and is carried out and
committed there even when this process dies in the meantime.
"""

import select
from collections.abc import Sequence
from typing import Any

import psycopg
from django.db import connection
from psycopg import pq


class OverlappingStatement:
    """Runs one statement at a time on Django's connection, which is for nothing else until `end`."""

    def __init__(self) -> None:
        self._running: Any = None

    def begin(self, statement: str, values: Sequence[object]) -> None:
        """Wait for the statement before, and send this one; `values` stand for $1, $2 … as text.

        Raises DatabaseError for what became of the statement before.
        """
        self.end()
        connection.ensure_connection()
        assert connection.connection is not None
        line = connection.connection.pgconn
        with connection.wrap_database_errors:
            line.send_query_params(statement.encode(), [str(value).encode() for value in values])
            self._running = line
            while line.flush():
                _wait_for(line, to_write=True)

    def end(self) -> None:
        """Wait until the database has carried out the statement. Raises DatabaseError where it could not."""
        if self._running is None:
            return
        with connection.wrap_database_errors:
            results = _results(self._running)
            self._running = None
            failed = [result for result in results if result.status == pq.ExecStatus.FATAL_ERROR]
            if failed:
                raise psycopg.errors.error_from_result(failed[0])


def _results(line: Any) -> list[Any]:
    results: list[Any] = []
    while True:
        while line.is_busy():
            _wait_for(line)
            line.consume_input()
        result = line.get_result()
        if result is None:
            return results
        results.append(result)


def _wait_for(line: Any, *, to_write: bool = False) -> None:
    poll = select.poll()
    poll.register(line.socket, select.POLLIN | (select.POLLOUT if to_write else 0))
    poll.poll()
    if to_write:
        line.consume_input()  # the server may wait for us to read before it reads on
