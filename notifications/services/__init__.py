"""Writes of letters and mail: what the other rooms call."""

from notifications.services.batches import (
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
from notifications.services.letters import LetterText, choose_emails, mark_letter_opened, post_letter
from notifications.services.outbox import queue_email, resend_emails, send_task_on_commit

__all__ = [
    "BatchLetter",
    "LetterText",
    "add_letters",
    "approve_batch",
    "choose_emails",
    "finish_preparing",
    "mark_letter_opened",
    "post_letter",
    "prepare_batch",
    "publish_slice",
    "queue_email",
    "recall_batch",
    "release_batch",
    "resend_emails",
    "sample_letters",
    "send_task_on_commit",
]
