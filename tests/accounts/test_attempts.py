"""Wrong passwords: an attacker waits longer and longer, a computer room does not."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import RequestFactory
from django.utils import timezone

from accounts.attempts import count_failure, forget_failures, seconds_to_wait
from accounts.models import KnownDevice

pytestmark = pytest.mark.django_db

NOW = 1_000_000.0
SCHOOL = RequestFactory().get("/", REMOTE_ADDR="192.0.2.7")
HOME = RequestFactory().get("/", REMOTE_ADDR="198.51.100.9")


def fail(request: Any, address: str, times: int) -> None:
    for _ in range(times):
        count_failure(request, address, NOW)


@pytest.mark.parametrize("times, wait", [(4, 0), (5, 60), (6, 120), (8, 480), (20, 3600)])
def test_each_wrong_password_after_the_first_few_doubles_the_wait(times: int, wait: int) -> None:
    fail(SCHOOL, "maria@example.eu", times)
    assert seconds_to_wait(SCHOOL, "MARIA@example.eu", NOW) == wait


def test_a_wait_goes_by() -> None:
    fail(SCHOOL, "maria@example.eu", 5)
    assert [seconds_to_wait(SCHOOL, "maria@example.eu", NOW + s) for s in (0, 59, 60)] == [60, 1, 0]


def test_the_computers_beside_and_the_same_account_elsewhere_go_on() -> None:
    fail(SCHOOL, "maria@example.eu", 20)
    assert seconds_to_wait(SCHOOL, "anna@example.eu", NOW) == 0
    assert seconds_to_wait(HOME, "maria@example.eu", NOW) == 0


def test_a_room_of_forty_mistyping_twice_holds_up_nobody() -> None:
    for person in range(40):
        fail(SCHOOL, f"pupil{person}@example.eu", 2)
    assert seconds_to_wait(SCHOOL, "pupil7@example.eu", NOW) == 0


def test_guesses_from_many_networks_wait_but_not_the_owner_where_she_is_known(person: Any) -> None:
    user = person()
    for host in range(60):
        fail(RequestFactory().get("/", REMOTE_ADDR=f"203.0.113.{host}"), user.email, 1)
    KnownDevice.objects.create(
        person=user, device="Firefox, Windows", network="198.51.100.0/24", seen_at=timezone.now()
    )
    assert seconds_to_wait(SCHOOL, user.email, NOW) > 0
    assert seconds_to_wait(HOME, user.email, NOW) == 0


def test_one_network_trying_many_accounts_waits(monkeypatch: Any) -> None:
    monkeypatch.setattr("accounts.attempts.NETWORK_FREE", 20)
    for guess in range(21):
        fail(SCHOOL, f"guess{guess}@example.eu", 1)
    assert seconds_to_wait(SCHOOL, "maria@example.eu", NOW) > 0


def test_the_right_password_forgets_the_slips_before() -> None:
    fail(SCHOOL, "maria@example.eu", 4)
    forget_failures(SCHOOL, "maria@example.eu")
    fail(SCHOOL, "maria@example.eu", 4)
    assert seconds_to_wait(SCHOOL, "maria@example.eu", NOW) == 0
