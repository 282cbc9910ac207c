"""Two ways for mail: into the outbox, whatever Django or a library sends, and into files on this machine."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from core.languages import CODES, active_code
from notifications.services import queue_email

# A header that tells the outbox which event a message belongs to; it is not sent.
EVENT_HEADER: Final = "X-Event"
DEFAULT_EVENT: Final = "account"


class OutboxBackend(BaseEmailBackend):
    """Writes each message into the outbox, one row a recipient, in the transaction of whoever sends it.

    The sender is the site's own, and the Message-ID is the outbox's; other headers are not kept, save that
    Content-Language says which language it is in. Raises ValueError for a message with attachments: the
    outbox holds texts alone.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        with transaction.atomic():
            for message in email_messages:
                _queue(message)
        return len(email_messages)


def _queue(message: EmailMessage) -> None:
    if message.attachments:
        raise ValueError("The outbox sends no attachments.")
    alternatives: list[Any] = getattr(message, "alternatives", [])
    html = next((str(part) for part, kind in alternatives if kind == "text/html"), "")
    now = timezone.now()
    for address in message.recipients():
        queue_email(
            to_address=address,
            language=_language_of(message),
            event=str(message.extra_headers.get(EVENT_HEADER, DEFAULT_EVENT)),
            subject=" ".join(str(message.subject).split()),
            body_text=str(message.body),
            body_html=html,
            now=now,
        )


def _language_of(message: EmailMessage) -> str:
    """The language its header names, else the one that is active."""
    named = str(message.extra_headers.get("Content-Language", ""))
    return named if named in CODES else active_code()


class MailFolderBackend(BaseEmailBackend):
    """Writes each message to a file of its own in EMAIL_FILE_PATH, named by time and Message-ID."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for message in email_messages:
            _write(folder, message)
        return len(email_messages)


def _write(folder: Path, message: EmailMessage) -> None:
    """Write beside, then rename: who watches the folder sees whole messages only."""
    mime = message.message()
    name = re.sub(r"[^\w.@-]", "", str(mime["Message-ID"]), flags=re.ASCII)
    path = folder / f"{timezone.now():%Y-%m-%d %H-%M-%S.%f} {name}.eml"
    partial = path.with_suffix(".partial")
    partial.write_bytes(mime.as_bytes())
    partial.rename(path)
