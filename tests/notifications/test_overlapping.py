"""A statement that runs in the database while this process goes on, on the real database."""

from __future__ import annotations

import time

import pytest
from django.db import DataError, connection, transaction

from accounts.models import User
from notifications.overlapping import OverlappingStatement
from tests.factories import make_candidate

pytestmark = pytest.mark.django_db

RENAME = "update accounts_user set first_names = $1 where id = $2"


def first_names(person: User) -> str:
    return str(User.objects.get(pk=person.pk).first_names)


def divide_by_zero(statement: OverlappingStatement) -> None:
    statement.begin("select 1 / $1::int", [0])
    statement.end()


def test_a_statement_is_carried_out_when_it_has_ended() -> None:
    person, statement = make_candidate(), OverlappingStatement()
    statement.begin(RENAME, ["Zoë", person.pk])
    statement.end()

    assert first_names(person) == "Zoë"


def test_the_next_statement_waits_for_the_one_before() -> None:
    person, statement = make_candidate(), OverlappingStatement()
    for name in ("Anna", "Boris", "Chloe"):
        statement.begin(RENAME, [name, person.pk])
    statement.end()

    assert first_names(person) == "Chloe"


def test_beginning_does_not_wait_and_ending_does() -> None:
    statement = OverlappingStatement()
    started = time.monotonic()
    statement.begin("select pg_sleep(0.5)", [])
    begun = time.monotonic() - started
    statement.end()

    assert (begun < 0.25, time.monotonic() - started >= 0.5) == (True, True)


def test_an_error_is_raised_at_the_end_as_one_of_django_and_leaves_the_connection_usable() -> None:
    statement = OverlappingStatement()
    with pytest.raises(DataError), transaction.atomic():
        divide_by_zero(statement)
    statement.end()
    with connection.cursor() as cursor:
        cursor.execute("select 1")
        answer = cursor.fetchone()

    assert answer == (1,)


def test_ending_without_a_statement_does_nothing() -> None:
    OverlappingStatement().end()

    assert connection.is_usable()


@pytest.mark.django_db(transaction=True)
def test_a_statement_outside_a_transaction_is_committed_even_if_nobody_waits_for_it() -> None:
    person, statement = make_candidate(), OverlappingStatement()
    statement.begin(RENAME, ["Zoë", person.pk])
    # The line goes down at once, as when the process is killed.
    connection.close()
    deadline = time.monotonic() + 10
    while first_names(person) != "Zoë" and time.monotonic() < deadline:
        time.sleep(0.02)

    assert first_names(person) == "Zoë"
