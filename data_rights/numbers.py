"""Numbers of requests: a place in a sequence with a check digit, "D-1000017"."""

from django.db import connection

from applications.numbers import application_number


def take_number() -> str:
    """The next number; nobody gets it a second time, even after a rollback."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('data_rights_number_seq')")
        return f"D-{application_number(cursor.fetchone()[0])}"
