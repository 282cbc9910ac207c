"""Letters to one person: written, published and announced in one transaction."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.utils import translation

from accounts.models import User
from core.services import record_audit
from notifications.emails import announce
from notifications.models import Letter, SilencedTopic
from notifications.services.outbox import queue_email
from notifications.topics import TOPIC_OF, Topic


@dataclass(frozen=True, slots=True)
class LetterText:
    """What a letter says: plain text, paragraphs separated by an empty line."""

    subject: str
    body: str


@transaction.atomic(savepoint=False)
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

    A transaction around it that meets an error in here cannot be saved: a move without its letter is none.

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
    key = _inserted_key(letter)
    if key is not None:
        letter.pk = key
        letter._state.adding = False
        _queue_announcement(letter, now)
        return letter
    standing = _standing_letter(letter.recipient, letter.event, letter.key)
    assert standing is not None, "what kept the letter out is the one that stands"
    return standing


def _inserted_key(letter: Letter) -> int | None:
    """Insert the letter and return its key; None where one stands already.

    Written out, because Django's own insert that ignores conflicts returns no key.
    """
    fields = [field for field in Letter._meta.concrete_fields if not field.primary_key]
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {Letter._meta.db_table} ({names}) VALUES ({places})"  # noqa: S608 -- names of columns
            " ON CONFLICT DO NOTHING RETURNING id",
            [field.get_db_prep_save(field.pre_save(letter, add=True), connection) for field in fields],
        )
        row = cursor.fetchone()
    return row[0] if row else None


def _queue_announcement(letter: Letter, now: datetime) -> None:
    topic = TOPIC_OF.get(letter.event)
    if topic is not None and SilencedTopic.objects.filter(person=letter.recipient, topic=topic).exists():
        return
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


@transaction.atomic
def choose_emails(*, person: User, wanted: Collection[str], now: datetime) -> None:
    """Announce by e-mail only what is about the topics `wanted`, of those that a person may choose."""
    unwanted = [topic for topic in Topic if topic not in wanted]
    silenced = SilencedTopic.objects.filter(person=person)
    before = sorted(silenced.values_list("topic", flat=True))
    if before == sorted(unwanted):
        return
    silenced.exclude(topic__in=unwanted).delete()
    rows = [SilencedTopic(person=person, topic=topic) for topic in unwanted]
    SilencedTopic.objects.bulk_create(rows, ignore_conflicts=True)
    details = {"before": before, "after": sorted(unwanted)}
    record_audit(now=now, by=person, verb="choose_emails", subject=person, details=details)
