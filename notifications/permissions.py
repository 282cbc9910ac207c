"""What staff may do with letters and mail."""

from typing import Any

from django.conf import settings

from notifications.models import LetterBatch, OutgoingEmail


def can_read_letters(user: Any) -> bool:
    """Whether `user` may read the texts of candidates' letters."""
    return bool(user.has_perm("notifications.read_letter"))


def can_decide_on_batches(user: Any) -> bool:
    """Whether `user` may release and recall batches, and approve those that others prepared."""
    return bool(user.has_perm("notifications.approve_letterbatch"))


def can_approve_batch(user: Any, batch: LetterBatch) -> bool:
    """Whether `user` may be the second person for `batch`, and so read its sample."""
    return can_decide_on_batches(user) and user.pk != batch.prepared_by_id


def can_recall_batch(user: Any, batch: LetterBatch) -> bool:
    """Whether `user` may withdraw `batch`: who decides on batches, and who prepared it."""
    prepares = bool(user.has_perm("notifications.prepare_letterbatch"))
    return can_decide_on_batches(user) or (prepares and user.pk == batch.prepared_by_id)


def can_sample_batch(user: Any, batch: LetterBatch) -> bool:
    """Whether `user` may read sample letters of `batch`."""
    return can_read_letters(user) or can_approve_batch(user, batch)


def can_read_email(user: Any, email: OutgoingEmail) -> bool:
    """Whether `user` may read the text of `email`.

    Mail that announces a letter tells nothing. Other mail may carry a link that confirms an address or sets a
    password; where people are real, nobody but its recipient reads it.
    """
    may_look = bool(user.has_perm("notifications.view_outgoingemail"))
    return may_look and (email.letter_id is not None or settings.STAFF_READ_ACCOUNT_MAIL)


def can_resend_emails(user: Any) -> bool:
    """Whether `user` may make undeliverable e-mails wait again."""
    return bool(user.has_perm("notifications.resend_outgoingemail"))
