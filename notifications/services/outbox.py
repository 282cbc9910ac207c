"""The outbox: an e-mail is a row first, in the transaction that causes it, and is sent later.

The database is the queue of record. A Celery task is only a hint that there is something to send: losing
one costs seconds, until the beat task looks for itself.
"""

import logging
import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

from celery import current_app
from django.conf import settings
from django.core.cache import cache
from django.db import transaction

from core.services import record_audit
from notifications.models import OutgoingEmail
from notifications.states import EmailState

logger = logging.getLogger(__name__)

DELIVER_TASK: Final = "notifications.tasks.deliver_waiting_mail"
HINT_KEY: Final = "notifications.delivery-asked-for"
# What an e-mail may say in its head besides what every e-mail says: how to get no more like it (RFC 8058).
FURTHER_HEADERS: Final = frozenset({"List-Unsubscribe", "List-Unsubscribe-Post"})
# A hint that no worker takes up in this time counts as lost, and the next one is sent again.
HINT_SECONDS: Final = 60


def new_message_id() -> str:
    """Draw the Message-ID that an e-mail keeps at every attempt: `<32 hexadecimal digits@host>`."""
    return f"<{uuid.uuid4().hex}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}>"


def queue_email(
    *,
    to_address: str,
    language: str,
    event: str,
    subject: str,
    body_text: str,
    body_html: str = "",
    now: datetime,
    letter: Any = None,
    headers: Mapping[str, str] | None = None,
) -> OutgoingEmail:
    """Write an e-mail in the present transaction; it is sent after the commit, and never without one.

    `headers` are sent besides the usual ones. Raises ValueError for one that the outbox does not send, or
    whose value would begin another header.
    """
    check_headers(headers or {})
    email = OutgoingEmail.objects.create(
        letter=letter,
        event=event,
        to_address=to_address,
        language=language,
        subject=subject,
        body_text=body_text,
        body_html=body_html,
        headers=dict(headers or {}),
        message_id=new_message_id(),
        due_at=now,
        created_at=now,
    )
    ask_for_delivery()
    return email


def check_headers(headers: Mapping[str, str]) -> None:
    """Raise ValueError for a header that is not of FURTHER_HEADERS, or not a line of printable ASCII."""
    for name, value in headers.items():
        if name not in FURTHER_HEADERS or not (value.isascii() and value.isprintable()):
            raise ValueError(f"The outbox does not send the header {name!r} with this value.")


def ask_for_delivery() -> None:
    """Have the waiting mail sent after the commit of the present transaction."""
    transaction.on_commit(_send_hint)


def _send_hint() -> None:
    """Send one hint for all mail that waits until a worker takes it up; without a broker, only log that."""
    try:
        if cache.add(HINT_KEY, value=1, timeout=HINT_SECONDS):
            _send_task(DELIVER_TASK)
    except Exception:
        # The rows are committed and the beat task finds them: no page may fail for a broker that is away.
        logger.warning("No hint of waiting mail could be sent; beat will find it.", exc_info=True)


def take_hint() -> None:
    """Note that a worker begins to look for mail: what is committed from now on asks anew."""
    try:
        cache.delete(HINT_KEY)
    except Exception:
        logger.warning("The hint of waiting mail could not be taken down.", exc_info=True)


def send_task_on_commit(name: str, *arguments: Any) -> None:
    """Send the Celery task `name` after the commit; without a broker, log that: beat finds the work."""
    transaction.on_commit(lambda: _try_to_send_task(name, *arguments))


def _try_to_send_task(name: str, *arguments: Any) -> None:
    try:
        _send_task(name, *arguments)
    except Exception:
        logger.warning("The task %s could not be sent; beat will find its work.", name, exc_info=True)


def _send_task(name: str, *arguments: Any) -> None:
    current_app.send_task(name, args=arguments, retry=False, ignore_result=True)


@transaction.atomic
def resend_emails(*, emails: Iterable[OutgoingEmail], by: Any, now: datetime) -> int:
    """Make undeliverable e-mails wait again, with all their attempts before them; others are left alone.

    Returns how many will be sent again. Message-IDs stay. Each e-mail leaves an audit record.
    """
    wanted = [email.pk for email in emails]
    dead = OutgoingEmail.objects.select_for_update().filter(pk__in=wanted, state=EmailState.DEAD)
    found = list(dead.order_by("pk"))
    for email in found:
        record_audit(now=now, by=by, verb="resend_email", subject=email, key=email.message_id)
    OutgoingEmail.objects.filter(pk__in=[email.pk for email in found]).update(
        state=EmailState.WAITING, attempts=0, due_at=now
    )
    ask_for_delivery()
    return len(found)
