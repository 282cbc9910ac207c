"""Two at once: the database decides who was first."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection, transaction

from accounts.models import User
from notifications.models import Letter, LetterBatch, OutgoingEmail
from notifications.services import (
    BatchLetter,
    LetterText,
    add_letters,
    post_letter,
    prepare_batch,
    publish_slice,
)
from notifications.states import BatchState

pytestmark = pytest.mark.django_db(transaction=True)

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


def with_own_connection(work: Callable[[], Any]) -> Callable[[], Any]:
    def run() -> Any:
        try:
            return work()
        finally:
            connection.close()

    return run


def test_two_that_post_the_same_letter_at_once_get_one_letter_and_one_email() -> None:
    anna = User.objects.create_user("anna@example.eu")
    both_have_looked = threading.Barrier(2, timeout=10)

    def build() -> LetterText:
        both_have_looked.wait()
        return LetterText("Result", "Text")

    def post() -> int:
        letter = post_letter(recipient=anna, event="result", key="1", about="", build=build, now=NOW)
        return letter.pk

    with ThreadPoolExecutor(2) as pool:
        letters = [task.result() for task in [pool.submit(with_own_connection(post)) for _ in range(2)]]

    assert letters == [Letter.objects.get().pk] * 2
    assert OutgoingEmail.objects.count() == 1


def test_a_batch_is_not_released_while_another_worker_holds_its_last_letters() -> None:
    clerk, chief = (User.objects.create_user(f"{name}@example.eu") for name in ("clerk", "chief"))
    batch = prepare_batch(event="result", title="Results", about="", expected=1, by=clerk, now=NOW)
    letter = BatchLetter(clerk, "en", "result", "1", "", "Result", "Text")
    add_letters(batch=batch, letters=[letter], now=NOW)
    LetterBatch.objects.update(state=BatchState.RELEASING, approved_by=chief, approved_at=NOW)

    with transaction.atomic(), ThreadPoolExecutor(1) as pool:
        list(Letter.objects.select_for_update())
        other = pool.submit(with_own_connection(lambda: publish_slice(batch=batch, now=NOW))).result()
    batch.refresh_from_db()
    assert (other, batch.state) == (0, BatchState.RELEASING)

    sizes = [publish_slice(batch=batch, now=NOW) for _ in range(2)]
    batch.refresh_from_db()
    assert (sizes, batch.state) == ([1, 0], BatchState.RELEASED)
