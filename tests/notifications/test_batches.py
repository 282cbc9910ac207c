"""Batches of letters: states, four eyes, counts, samples, release in slices, recall."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import User
from core.states import StateMoveRefused
from notifications.models import Letter, LetterBatch, OutgoingEmail
from notifications.services import (
    BatchLetter,
    add_letters,
    approve_batch,
    finish_preparing,
    prepare_batch,
    publish_slice,
    recall_batch,
    release_batch,
    sample_letters,
)
from notifications.states import BATCH_MOVES, BatchState

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def clerk() -> User:
    return User.objects.create_user("clerk@example.eu")


@pytest.fixture
def chief() -> User:
    return User.objects.create_user("chief@example.eu")


def people(count: int, *, languages: tuple[str, ...] = ("nl",)) -> list[User]:
    return User.objects.bulk_create(
        User(email=f"person{n}@example.eu", language=languages[n % len(languages)], password="!")
        for n in range(count)
    )


def letters_to(recipients: list[User], *, key: str = "ranking:1") -> list[BatchLetter]:
    return [
        BatchLetter(person, person.language, "result", key, key, "Uitslag", f"Tekst voor {person.email}")
        for person in recipients
    ]


def prepare(clerk: User, *, expected: int) -> LetterBatch:
    return prepare_batch(
        event="result", title="Results", about="competition:1", expected=expected, by=clerk, now=NOW
    )


def approved(clerk: User, chief: User, recipients: list[User]) -> LetterBatch:
    batch = prepare(clerk, expected=len(recipients))
    add_letters(batch=batch, letters=letters_to(recipients), now=NOW)
    finish_preparing(batch=batch, now=NOW)
    return approve_batch(batch=batch, by=chief, now=NOW)


def in_state(state: str, clerk: User, chief: User) -> LetterBatch:
    """An empty batch, put into the state by hand."""
    batch = prepare(clerk, expected=0)
    LetterBatch.objects.filter(pk=batch.pk).update(state=state, approved_by=chief, approved_at=NOW)
    batch.refresh_from_db()
    return batch


ACTIONS: dict[str, Callable[[LetterBatch, User], Any]] = {
    "finish_preparing": lambda batch, chief: finish_preparing(batch=batch, now=NOW),
    "approve": lambda batch, chief: approve_batch(batch=batch, by=chief, now=NOW),
    "release": lambda batch, chief: release_batch(batch=batch, by=chief, now=NOW),
    "finish_releasing": lambda batch, chief: publish_slice(batch=batch, now=NOW),
    "recall": lambda batch, chief: recall_batch(batch=batch, by=chief, now=NOW, reason="A mistake"),
}


@pytest.mark.parametrize("state", BatchState.values)
@pytest.mark.parametrize("action", list(BATCH_MOVES.moves))
def test_an_action_moves_the_batch_or_is_refused_and_leaves_it(
    state: str, action: str, clerk: User, chief: User
) -> None:
    batch = in_state(state, clerk, chief)
    permitted = BATCH_MOVES.permits(action, state)
    if permitted or action == "finish_releasing":  # a slice that has nothing to publish is no error
        ACTIONS[action](batch, chief)
    else:
        with pytest.raises(StateMoveRefused):
            ACTIONS[action](batch, chief)
    batch.refresh_from_db()
    moves = batch.transitions.exclude(action="prepare").values_list("action", "from_state", "to_state")

    target = BATCH_MOVES.moves[action].target
    assert batch.state == (target if permitted else state)
    assert list(moves) == ([(action, state, target)] if permitted else [])


@pytest.mark.parametrize("state", [state for state in BatchState.values if state != BatchState.PREPARING])
def test_letters_are_added_only_while_the_batch_is_prepared(state: str, clerk: User, chief: User) -> None:
    batch = in_state(state, clerk, chief)
    with pytest.raises(StateMoveRefused):
        add_letters(batch=batch, letters=letters_to(people(1)), now=NOW)

    assert Letter.objects.count() == 0


def test_letters_are_written_unseen_and_unannounced(clerk: User) -> None:
    [anna] = people(1)
    batch = prepare(clerk, expected=1)

    assert add_letters(batch=batch, letters=letters_to([anna]), now=NOW) == 1
    letter = Letter.objects.get()
    assert (letter.published_at, letter.created_at, letter.body) == (
        None,
        NOW,
        "Tekst voor person0@example.eu",
    )
    assert (Letter.objects.visible_to(anna).count(), OutgoingEmail.objects.count()) == (0, 0)


def test_adding_can_be_repeated_after_a_cut(clerk: User, settings: Any) -> None:
    settings.LETTERS_A_SLICE = 2
    letters = letters_to(people(5))
    batch = prepare(clerk, expected=5)

    assert add_letters(batch=batch, letters=letters[:3], now=NOW) == 3
    assert add_letters(batch=batch, letters=letters, now=LATER) == 2
    assert Letter.objects.filter(batch=batch).count() == 5


@pytest.mark.parametrize("written", [2, 4])
def test_a_batch_with_too_few_or_too_many_letters_is_not_closed(clerk: User, written: int) -> None:
    batch = prepare(clerk, expected=3)
    add_letters(batch=batch, letters=letters_to(people(written)), now=NOW)
    with pytest.raises(ValidationError) as refusal:
        finish_preparing(batch=batch, now=NOW)
    batch.refresh_from_db()

    assert refusal.value.messages == [f"The batch holds {written} letters, and 3 are expected."]
    assert batch.state == BatchState.PREPARING


def test_who_prepared_a_batch_cannot_approve_it(clerk: User, chief: User) -> None:
    batch = in_state(BatchState.PREPARED, clerk, chief)
    with pytest.raises(ValidationError) as refusal:
        approve_batch(batch=batch, by=clerk, now=NOW)
    batch.refresh_from_db()

    assert refusal.value.messages == [
        "A batch must be approved by another person than the one who prepared it."
    ]
    assert batch.state == BatchState.PREPARED


def test_the_database_refuses_an_approval_by_who_prepared(clerk: User) -> None:
    batch = prepare(clerk, expected=0)
    with pytest.raises(IntegrityError, match="letterbatch_four_eyes"), transaction.atomic():
        LetterBatch.objects.filter(pk=batch.pk).update(approved_by=clerk)


@pytest.mark.parametrize("state", ["APPROVED", "RELEASING", "RELEASED"])
def test_the_database_refuses_a_release_without_approval(clerk: User, state: str) -> None:
    batch = prepare(clerk, expected=0)
    with pytest.raises(IntegrityError, match="letterbatch_approved_before_release"), transaction.atomic():
        LetterBatch.objects.filter(pk=batch.pk).update(state=state)


def test_a_release_publishes_and_announces_slice_by_slice(clerk: User, chief: User, settings: Any) -> None:
    settings.LETTERS_A_SLICE = 2
    batch = release_batch(batch=approved(clerk, chief, people(5)), by=chief, now=LATER)
    sizes = [publish_slice(batch=batch, now=LATER) for _ in range(4)]
    batch.refresh_from_db()

    assert (sizes, batch.state, batch.released_at) == ([2, 2, 1, 0], BatchState.RELEASED, LATER)
    assert Letter.objects.filter(published_at=LATER).count() == 5
    addresses = OutgoingEmail.objects.order_by("letter_id").values_list("to_address", flat=True)
    assert list(addresses) == [f"person{n}@example.eu" for n in range(5)]


def test_letters_about_a_ranking_are_not_released_without_it(clerk: User, chief: User) -> None:
    batch = approved(clerk, chief, people(1))
    LetterBatch.objects.update(about="ranking:1")
    with pytest.raises(ValidationError) as refusal:
        release_batch(batch=batch, by=chief, now=LATER)
    batch.refresh_from_db()

    assert refusal.value.messages == [
        "These letters can only be released together with what they are about, on its own page."
    ]
    assert batch.state == BatchState.APPROVED


def test_each_announcement_of_a_release_is_in_its_language_with_its_link(clerk: User, chief: User) -> None:
    batch = release_batch(
        batch=approved(clerk, chief, people(2, languages=("nl", "mt"))), by=chief, now=LATER
    )
    publish_slice(batch=batch, now=LATER)

    for email in OutgoingEmail.objects.select_related("letter"):
        path = f"/{email.language}/account/letters/{email.letter.number}/"
        assert [path in email.body_text, path in email.body_html] == [True, True]
    assert set(OutgoingEmail.objects.values_list("language", flat=True)) == {"nl", "mt"}
    assert OutgoingEmail.objects.values("message_id").distinct().count() == 2


def test_the_queries_of_a_slice_do_not_grow_with_its_letters(
    clerk: User, chief: User, settings: Any, django_assert_num_queries: Any
) -> None:
    batch = release_batch(batch=approved(clerk, chief, people(21)), by=chief, now=LATER)
    settings.LETTERS_A_SLICE = 1
    publish_slice(batch=batch, now=LATER)
    for size in (1, 15):
        settings.LETTERS_A_SLICE = size
        with django_assert_num_queries(6):
            publish_slice(batch=batch, now=LATER)


def test_a_recalled_batch_is_never_seen_and_stays_for_the_record(clerk: User, chief: User) -> None:
    [anna] = recipients = people(1)
    batch = recall_batch(
        batch=approved(clerk, chief, recipients), by=chief, now=LATER, reason="Absences were wrong"
    )
    with pytest.raises(StateMoveRefused):
        release_batch(batch=batch, by=chief, now=LATER)
    publish_slice(batch=batch, now=LATER)

    letter = Letter.objects.get()
    assert (letter.recalled_at, letter.published_at) == (LATER, None)
    assert (Letter.objects.visible_to(anna).count(), OutgoingEmail.objects.count()) == (0, 0)
    assert batch.transitions.get(action="recall").reason == "Absences were wrong"


def test_a_recall_needs_a_reason(clerk: User, chief: User) -> None:
    batch = in_state(BatchState.PREPARED, clerk, chief)
    with pytest.raises(ValidationError) as refusal:
        recall_batch(batch=batch, by=chief, now=NOW, reason="  ")

    assert refusal.value.messages == ["Say why the batch is recalled."]


def test_after_a_recall_the_letters_can_be_written_again(clerk: User, chief: User) -> None:
    recipients = people(3)
    recall_batch(batch=approved(clerk, chief, recipients), by=chief, now=NOW, reason="Wrong text")
    second = prepare(clerk, expected=3)

    assert add_letters(batch=second, letters=letters_to(recipients), now=LATER) == 3


def test_a_sample_shows_every_language_and_is_the_same_each_time(clerk: User) -> None:
    batch = prepare(clerk, expected=12)
    add_letters(batch=batch, letters=letters_to(people(12, languages=("nl", "mt", "el"))), now=NOW)
    sample = sample_letters(batch=batch, per_language=2)

    assert [letter.language for letter in sample] == ["el", "el", "mt", "mt", "nl", "nl"]
    assert sample_letters(batch=batch, per_language=2) == sample
