"""Letters to one person: posting, language, announcing, once a key."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import get_language

from accounts.models import User
from notifications.models import Letter, LetterBatch, OutgoingEmail
from notifications.services import LetterText, mark_letter_opened, post_letter
from notifications.states import EmailState

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


@pytest.fixture
def reader(db: None) -> User:
    return User.objects.create_user("anna@example.eu", language="nl")


def text() -> LetterText:
    return LetterText(subject=f"Subject in {get_language()}", body="First paragraph.\n\nRejected.")


def post(reader: User, *, key: str = "application:1", now: datetime = NOW) -> Letter:
    return post_letter(recipient=reader, event="result", key=key, about="ranking:1", build=text, now=now)


def test_a_letter_is_built_and_frozen_in_the_language_of_its_reader(reader: User) -> None:
    with translation.override("de"):
        letter = post(reader)
    reader.language = "fr"
    reader.save()
    letter.refresh_from_db()

    assert (letter.language, letter.subject) == ("nl", "Subject in nl")
    assert (letter.body, letter.published_at) == ("First paragraph.\n\nRejected.", NOW)


def test_a_letter_is_announced_by_one_waiting_email_to_its_reader(reader: User) -> None:
    letter = post(reader)

    email = OutgoingEmail.objects.get()
    assert (email.letter, email.to_address, email.language) == (letter, "anna@example.eu", "nl")
    assert (email.state, email.due_at, email.attempts) == (EmailState.WAITING, NOW, 0)


def test_the_announcement_links_to_the_letter_and_tells_nothing_of_it(reader: User, settings) -> None:
    settings.SITE_URL = "https://careers.example.eu"
    letter = post(reader)

    email = OutgoingEmail.objects.get()
    said = email.subject + email.body_text + email.body_html
    link = f"https://careers.example.eu/nl/account/letters/{letter.number}/"
    assert [link in email.body_text, link in email.body_html] == [True, True]
    assert [words in said for words in (letter.subject, "Rejected", "First paragraph")] == [False] * 3
    assert email.message_id.endswith("@careers.example.eu>") is True


def test_the_same_letter_twice_is_the_first_one_and_is_announced_once(reader: User) -> None:
    first = post(reader)
    second = post(reader, now=LATER)

    assert (second.pk, second.published_at) == (first.pk, NOW)
    assert (Letter.objects.count(), OutgoingEmail.objects.count()) == (1, 1)


def test_another_key_is_another_letter(reader: User) -> None:
    post(reader)
    post(reader, key="application:2")

    assert (Letter.objects.count(), OutgoingEmail.objects.count()) == (2, 2)


def test_a_recalled_letter_leaves_its_key_free(reader: User) -> None:
    batch = LetterBatch.objects.create(
        event="result", title="Results", about="", expected=1, prepared_by=reader, prepared_at=NOW
    )
    recalled = Letter.objects.create(
        recipient=reader, batch=batch, event="result", key="application:1", language="nl",
        subject="Wrong", body="Wrong", created_at=NOW, recalled_at=NOW,
    )  # fmt: skip

    assert post(reader).pk != recalled.pk


def test_a_rolled_back_letter_leaves_neither_letter_nor_email(reader: User) -> None:
    with transaction.atomic():
        post(reader)
        transaction.set_rollback(True)

    assert (Letter.objects.count(), OutgoingEmail.objects.count()) == (0, 0)


def test_only_the_first_opening_is_noted(reader: User) -> None:
    letter = post(reader)
    mark_letter_opened(letter=letter, now=NOW)
    mark_letter_opened(letter=letter, now=LATER)

    letter.refresh_from_db()
    assert letter.first_opened_at == NOW


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"published_at": None}, "letter_alone_is_published"),
        ({"recalled_at": NOW}, "letter_published_or_recalled"),
    ],
)
def test_the_database_refuses_a_letter_that_cannot_be(reader: User, change, constraint: str) -> None:
    letter = post(reader)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(**change)


def test_the_database_refuses_the_same_letter_twice(reader: User) -> None:
    letter = post(reader)
    letter.pk, letter.number = None, "7d8c4a1e-5b2f-4f0c-9f63-0a4f5d7b9a10"
    with pytest.raises(IntegrityError, match="letter_once_per_event"), transaction.atomic():
        letter.save(force_insert=True)
