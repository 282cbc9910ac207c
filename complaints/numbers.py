"""Numbers of complaints: a place in a sequence with a check digit, "K-1000017"."""

from django.db import connection

from applications.numbers import application_number


def take_number() -> str:
    """The next number; nobody gets it a second time, even after a rollback."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('complaints_number_seq')")
        return f"K-{application_number(cursor.fetchone()[0])}"
