"""Letters to one person: written, published and announced in one transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import translation

from accounts.models import User
from notifications.emails import announce
from notifications.models import Letter
from notifications.services.outbox import queue_email


@dataclass(frozen=True, slots=True)
class LetterText:
    """What a letter says: plain text, paragraphs separated by an empty line."""

    subject: str
    body: str


@transaction.atomic
def post_letter(
    *,
    recipient: User,
    event: str,
    key: str,
    about: str,
    build: Callable[[], LetterText],
    now: datetime,
) -> Letter:
    """Publish a letter in the recipient's account and queue the e-mail that announces it.

    `build` runs in the recipient's language, and its text is frozen. The same (recipient, event, key) again
    returns the letter that stands, without building or announcing anything.
    """
    standing = _standing_letter(recipient, event, key)
    if standing is not None:
        return standing
    with translation.override(recipient.language):
        text = build()
    letter = Letter(
        recipient=recipient,
        event=event,
        key=key,
        about=about,
        language=recipient.language,
        subject=text.subject,
        body=text.body,
        created_at=now,
        published_at=now,
    )
    return _insert_once(letter, now)


def _standing_letter(recipient: User, event: str, key: str) -> Letter | None:
    return Letter.objects.standing().filter(recipient=recipient, event=event, key=key).first()


def _insert_once(letter: Letter, now: datetime) -> Letter:
    """Insert the letter and announce it, unless another transaction was first; return the one that stands."""
    Letter.objects.bulk_create([letter], ignore_conflicts=True)
    stored: Letter = Letter.objects.standing().get(
        recipient=letter.recipient, event=letter.event, key=letter.key
    )
    if stored.number == letter.number:
        _queue_announcement(stored, now)
    return stored


def _queue_announcement(letter: Letter, now: datetime) -> None:
    text = announce(event=letter.event, language=letter.language, number=letter.number)
    queue_email(
        to_address=letter.recipient.email,
        language=letter.language,
        event=letter.event,
        subject=text.subject,
        body_text=text.body_text,
        body_html=text.body_html,
        now=now,
        letter=letter,
    )


def mark_letter_opened(*, letter: Letter, now: datetime) -> None:
    """Note the first opening of a letter by its recipient; later ones change nothing."""
    if letter.first_opened_at is None:
        Letter.objects.filter(pk=letter.pk, first_opened_at__isnull=True).update(first_opened_at=now)
