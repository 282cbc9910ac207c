"""Delivering the outbox, against a bare loop that sends the same messages over one connection."""

from __future__ import annotations

import itertools
import smtplib
import time
import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from django.test.utils import override_settings
from django.utils import timezone

from core.languages import CODES
from epso_site.bench.figures import ROUNDS, Row, lowest_of_rounds, rate_row
from epso_site.bench.sink import sinking
from epso_site.embedded import LOOPBACK
from notifications.delivery import deliver_due
from notifications.emails import announce
from notifications.mime import build_message
from notifications.models import OutgoingEmail
from notifications.services.outbox import new_message_id
from notifications.states import EmailState

AT_LEAST: Final = 0.8
SMTP_BACKEND: Final = "django.core.mail.backends.smtp.EmailBackend"


def measure(*, is_full: bool, count: int | None = None, rounds: int = ROUNDS) -> list[Row]:
    """One row: `count` announcements of letters a round, in all languages, in batches as workers do."""
    mails = count or (2_000 if is_full else 500)
    with (
        sinking() as port,
        override_settings(DELIVERY_EMAIL_BACKEND=SMTP_BACKEND, EMAIL_HOST=LOOPBACK, EMAIL_PORT=port),
    ):
        _drain()
        costs = lowest_of_rounds(
            {"ours": lambda: _deliver(mails), "bare": lambda: _send_bare(mails, port)}, rounds=rounds
        )
    return [
        rate_row(
            "delivering mail, each marked as sent, against a bare loop that marks nothing",
            seconds=costs["ours"],
            peer_seconds=costs["bare"],
            unit="mails",
            at_least=AT_LEAST,
        )
    ]


def _drain() -> None:
    """Send what other measurements have left waiting."""
    while deliver_due(now=timezone.now()).sent:
        pass


def _emails(count: int, now: datetime) -> Iterator[OutgoingEmail]:
    for number, language in zip(range(count), itertools.cycle(CODES), strict=False):
        text = announce(event="result", language=language, number=uuid.uuid4())
        yield OutgoingEmail(
            event="result",
            to_address=f"person{number}@bench.invalid",
            language=language,
            subject=text.subject,
            body_text=text.body_text,
            body_html=text.body_html,
            message_id=new_message_id(),
            due_at=now,
            created_at=now,
        )


def _deliver(count: int) -> float:
    """Seconds a mail. Raises ValueError where one was not sent: a failure must not pass for speed."""
    now = timezone.now()
    OutgoingEmail.objects.bulk_create(_emails(count, now))
    started = time.perf_counter()
    sent = 0
    while counts := deliver_due(now=timezone.now()):
        sent += counts.sent
        if not counts.claimed or counts.sent < counts.claimed:
            break
    seconds = time.perf_counter() - started
    if sent != count or OutgoingEmail.objects.filter(state=EmailState.WAITING).exists():
        raise ValueError(f"{sent} of {count} mails were sent.")
    return seconds / count


def _send_bare(count: int, port: int) -> float:
    """Seconds a mail: the same rows, in memory already, made into messages and sent one after the other."""
    emails = list(_emails(count, timezone.now()))
    started = time.perf_counter()
    with smtplib.SMTP(LOOPBACK, port) as line:
        for email in emails:
            message = build_message(email)
            mime: Any = message.message()
            line.sendmail(message.from_email, message.to, mime.as_bytes(linesep="\r\n"))
    return (time.perf_counter() - started) / count
