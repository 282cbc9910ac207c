"""Application numbers out of the database's sequence: always unique, with gaps where a start failed."""

from django.db import connection

from applications.numbers import application_number


def take_numbers(*, count: int) -> list[str]:
    """Take the next `count` application numbers; nobody gets them a second time, even after a rollback."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('applications_number_seq') FROM generate_series(1, %s)", [count])
        return [application_number(serial) for (serial,) in cursor.fetchall()]
