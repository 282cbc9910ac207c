"""Letters to many: prepared, counted, sampled, approved by a second person, released in slices (F9, F10)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.services import in_batches
from core.states import StateMoveRefused, move
from notifications.emails import announce
from notifications.models import Letter, LetterBatch, LetterBatchTransition, OutgoingEmail
from notifications.services.outbox import ask_for_delivery, new_message_id, send_task_on_commit
from notifications.states import BATCH_MOVES, BatchState

RELEASE_TASK: Final = "notifications.tasks.release_letters"


@dataclass(frozen=True, slots=True)
class BatchLetter:
    """One letter of a batch, its text already in the recipient's language."""

    recipient: User
    language: str
    event: str
    key: str
    about: str
    subject: str
    body: str


def _move(batch: LetterBatch, action: str, by: User | None, now: datetime, **extra: Any) -> LetterBatch:
    return move(
        batch,
        table=BATCH_MOVES,
        transition_model=LetterBatchTransition,
        action=action,
        by=by,
        now=now,
        **extra,
    )


@transaction.atomic
def prepare_batch(
    *, event: str, title: str, about: str, expected: int, by: User, now: datetime
) -> LetterBatch:
    """Begin a batch that shall hold `expected` letters, one for each person concerned."""
    batch = LetterBatch.objects.create(
        event=event, title=title, about=about, expected=expected, prepared_by=by, prepared_at=now
    )
    LetterBatchTransition.objects.create(
        subject=batch, action="prepare", to_state=batch.state, made_at=now, made_by=by
    )
    return batch


def add_letters(*, batch: LetterBatch, letters: Iterable[BatchLetter], now: datetime) -> int:
    """Write letters of a batch in slices, unseen until the release; return how many are new.

    A letter whose (recipient, event, key) exists is left as it is, so a run that was cut off can be repeated.
    Raises StateMoveRefused when the batch is no longer being prepared.
    """
    return sum(_add_slice(batch, part, now) for part in in_batches(letters, settings.LETTERS_A_SLICE))


@transaction.atomic
def _add_slice(batch: LetterBatch, letters: Sequence[BatchLetter], now: datetime) -> int:
    locked = LetterBatch.objects.select_for_update().get(pk=batch.pk)
    if locked.state != BatchState.PREPARING:
        raise StateMoveRefused("add_letters", locked.state)
    rows = [_row(batch, letter, now) for letter in letters]
    Letter.objects.bulk_create(rows, ignore_conflicts=True)
    return Letter.objects.filter(number__in=[row.number for row in rows]).count()


def _row(batch: LetterBatch, letter: BatchLetter, now: datetime) -> Letter:
    return Letter(
        recipient=letter.recipient,
        batch=batch,
        event=letter.event,
        key=letter.key,
        about=letter.about,
        language=letter.language,
        subject=letter.subject,
        body=letter.body,
        created_at=now,
    )


def _check_count(batch: LetterBatch) -> None:
    """Refuse a batch that does not hold exactly the letters expected (F9: reconcile before letters)."""
    written = batch.letters.count()
    if written != batch.expected:
        raise ValidationError(
            _("The batch holds %(written)s letters, and %(expected)s are expected."),
            code="count_differs",
            params={"written": written, "expected": batch.expected},
        )


@transaction.atomic
def finish_preparing(*, batch: LetterBatch, now: datetime, by: User | None = None) -> LetterBatch:
    """Close the batch for approval. Raises ValidationError when letters are missing or too many."""
    moved = _move(batch, "finish_preparing", by or batch.prepared_by, now)
    _check_count(moved)
    return moved


@transaction.atomic
def approve_batch(*, batch: LetterBatch, by: User, now: datetime) -> LetterBatch:
    """Approve the batch as a second person. Raises ValidationError for the person who prepared it."""
    if by.pk == batch.prepared_by_id:
        raise ValidationError(
            _("A batch must be approved by another person than the one who prepared it."), code="four_eyes"
        )
    moved = _move(batch, "approve", by, now, changes={"approved_by": by, "approved_at": now})
    _check_count(moved)
    return moved


@transaction.atomic
def release_batch(*, batch: LetterBatch, by: User, now: datetime) -> LetterBatch:
    """Begin the release: a task publishes and announces the letters in slices, and can be resumed.

    Raises ValidationError for letters that the database ties to what they are about, such as a ranking: those
    are released together with it, in one transaction, by the service that releases it.
    """
    try:
        moved = _move(batch, "release", by, now, changes={"released_at": now})
    except IntegrityError as refusal:
        raise ValidationError(
            _("These letters can only be released together with what they are about, on its own page."),
            code="released_elsewhere",
        ) from refusal
    send_task_on_commit(RELEASE_TASK, batch.pk)
    return moved


@transaction.atomic
def recall_batch(*, batch: LetterBatch, by: User, now: datetime, reason: str) -> LetterBatch:
    """Withdraw a batch before its release; its letters stay for the record, and nobody ever sees them."""
    if not reason.strip():
        raise ValidationError(_("Say why the batch is recalled."), code="reason_missing")
    moved = _move(batch, "recall", by, now, reason=reason)
    moved.letters.update(recalled_at=now)
    return moved


@transaction.atomic
def publish_slice(*, batch: LetterBatch, now: datetime) -> int:
    """Publish and announce the next letters of a batch being released; return how many.

    Slices of two workers never overlap. When none is left, the batch becomes RELEASED.
    """
    state = LetterBatch.objects.values_list("state", flat=True).get(pk=batch.pk)
    if state != BatchState.RELEASING:
        return 0
    letters = list(
        Letter.objects.filter(batch=batch)
        .to_publish()
        .select_for_update(skip_locked=True, of=("self",))
        .select_related("recipient")
        .only("number", "event", "language", "recipient__email")[: settings.LETTERS_A_SLICE]
    )
    if letters:
        OutgoingEmail.objects.bulk_create([_announcement(letter, now) for letter in letters])
        Letter.objects.filter(pk__in=[letter.pk for letter in letters]).update(published_at=now)
        ask_for_delivery()
    elif not batch.letters.to_publish().exists():
        _move(batch, "finish_releasing", None, now)
    return len(letters)


def _announcement(letter: Letter, now: datetime) -> OutgoingEmail:
    text = announce(event=letter.event, language=letter.language, number=letter.number)
    return OutgoingEmail(
        letter=letter,
        event=letter.event,
        to_address=letter.recipient.email,
        language=letter.language,
        subject=text.subject,
        body_text=text.body_text,
        body_html=text.body_html,
        message_id=new_message_id(),
        due_at=now,
        created_at=now,
    )


def sample_letters(*, batch: LetterBatch, per_language: int) -> list[Letter]:
    """Return at most so many letters in each language of the batch, always the same ones, by language.

    The numbers of letters are random, so the first by number are a fair sample that nobody chose.
    """
    languages = batch.letters.order_by("language").values_list("language", flat=True).distinct()
    return [
        letter
        for language in languages
        for letter in batch.letters.filter(language=language).order_by("number")[:per_language]
    ]
