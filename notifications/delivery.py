"""Sends what waits in the outbox.

A worker claims a batch of due rows: under locks that other workers skip, it moves their next attempt to the
end of a lease, and commits. Then it sends one after the other over one connection and marks each as soon as
the server has accepted it: the statement is on its way at once, and the database commits it while the next
e-mail is being sent. A worker that dies leaves its rows waiting, and they are due again when the lease
ends. So no mail is lost, and one is doubled only if the worker dies between acceptance and mark, with the
same Message-ID.

Who bears a failure: a refusal of the recipient or of the text is the e-mail's own. Trouble with the server
counts against the e-mail at hand only when a fresh connection failed on it, so that one that always breaks
the line cannot hold up those behind it. Where no connection can be opened, nobody's attempts are counted.
"""

import contextlib
import logging
import random
import smtplib
import time
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from typing import Any, Final

from django.conf import settings
from django.core.mail import get_connection
from django.db import transaction

from notifications.mime import build_message
from notifications.models import DeliveryAttempt, OutgoingEmail
from notifications.overlapping import OverlappingStatement
from notifications.states import EmailState

logger = logging.getLogger(__name__)

# 1, 2, 4 … minutes, at most two hours apart: about a day in all.
FIRST_PAUSE: Final = timedelta(minutes=1)
LONGEST_PAUSE: Final = timedelta(hours=2)
MOST_ATTEMPTS: Final = 18
# How long mail rests when the server cannot be reached; shorter than the beat, which then tries again.
OUTAGE_PAUSE: Final = timedelta(seconds=20)
SERVICE_NOT_AVAILABLE: Final = 421
# The one statement a mail costs, so it is written out: composing it anew would take as long as sending does.
_MARK_SENT: Final = """
    update notifications_outgoingemail
    set state = 'SENT', sent_at = $1, attempts = attempts + 1, last_error = ''
    where id = $2 and state = 'WAITING' and due_at = $3
"""


@dataclass(slots=True)
class DeliveryCounts:
    """What became of a batch."""

    claimed: int = 0
    sent: int = 0
    deferred: int = 0
    """Refused for now; tried again later."""
    dead: int = 0
    put_back: int = 0
    """Not tried: the server was away, or the lease ran out."""
    is_server_away: bool = False


class Cause(Enum):
    """Whose failure an error is."""

    EMAIL_FOR_NOW = "the e-mail, for now"
    EMAIL_FOR_GOOD = "the e-mail, for good"
    SERVER = "the server or the line to it"


def cause_of(error: Exception) -> Cause:
    """Tell whose failure an error of sending is.

    Only answers to RCPT and DATA speak of one e-mail; all else, a refused sender included, would meet every
    other e-mail too. What is no error of transport (an address that no mail program can write) is for good.
    """
    match error:
        case smtplib.SMTPRecipientsRefused():
            return _cause_of_code(next(iter(error.recipients.values()))[0])
        case smtplib.SMTPDataError():
            return _cause_of_code(error.smtp_code)
        case OSError():
            return Cause.SERVER
    return Cause.EMAIL_FOR_GOOD


def _cause_of_code(code: int) -> Cause:
    if code == SERVICE_NOT_AVAILABLE:
        return Cause.SERVER
    return Cause.EMAIL_FOR_NOW if 400 <= code < 500 else Cause.EMAIL_FOR_GOOD


def pause_after(attempts: int) -> timedelta:
    """Return the pause after so many failed attempts: doubled each time, a quarter more or less by chance."""
    longest_doubling = 16  # keeps the power small; the pause is at its longest long before
    doubled: timedelta = FIRST_PAUSE * 2 ** min(attempts - 1, longest_doubling)
    pause = min(doubled, LONGEST_PAUSE)
    return pause * random.uniform(0.75, 1.25)


def deliver_due(*, now: datetime, limit: int | None = None) -> DeliveryCounts:
    """Send at most `limit` due e-mails (default MAIL_BATCH_SIZE) over one connection.

    Failures of the server are counted, not raised. Errors of the database are raised: what was claimed is due
    again when its lease ends.
    """
    batch = _claim(now, limit or settings.MAIL_BATCH_SIZE)
    with contextlib.closing(batch):
        batch.deliver()
    return batch.counts


@transaction.atomic
def _claim(now: datetime, limit: int) -> "_Batch":
    """Take due rows that no other worker holds, and keep others off until the lease ends."""
    lease = timedelta(seconds=settings.MAIL_LEASE_SECONDS)
    emails = list(OutgoingEmail.objects.due(now).select_for_update(skip_locked=True)[:limit])
    OutgoingEmail.objects.filter(pk__in=[email.pk for email in emails]).update(due_at=now + lease)
    return _Batch(deque(emails), claimed_at=now, lease=lease)


@dataclass(slots=True)
class _Batch:
    """Rows held under one lease, the line to the server they go over, and what has become of them."""

    waiting: deque[OutgoingEmail]
    claimed_at: datetime
    lease: timedelta
    counts: DeliveryCounts = field(default_factory=DeliveryCounts)
    line: Any = None
    accepted_on_line: int = 0
    mark: OverlappingStatement = field(default_factory=OverlappingStatement)
    """The mark of the e-mail sent last, which may be on its way while the next one is sent."""
    _started: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.counts.claimed = len(self.waiting)

    @property
    def instant(self) -> datetime:
        """The present instant, as far from `claimed_at` as time has passed since."""
        return self.claimed_at + timedelta(seconds=time.monotonic() - self._started)

    def has_time(self) -> bool:
        """Whether another e-mail may be begun: the second half of the lease is kept for one that hangs."""
        return self.instant < self.claimed_at + self.lease / 2

    def deliver(self) -> None:
        """Send until nothing waits, time runs out or the server is away; put back what was not tried."""
        try:
            while self.waiting and self.has_time() and not self.counts.is_server_away:
                if self._open():
                    self._send(self.waiting[0])
        finally:
            self.mark.end()
        if self.waiting and not self.counts.is_server_away:
            self._put_back(self.instant, "")

    def close(self) -> None:
        """Hang up; the server may have done so before."""
        if self.line is not None:
            with contextlib.suppress(OSError):
                self.line.close()
        self.line = None
        self.accepted_on_line = 0

    def _open(self) -> bool:
        if self.line is not None:
            return True
        line = get_connection(settings.DELIVERY_EMAIL_BACKEND)
        try:
            line.open()
        except OSError as error:
            self._give_up(error)
            return False
        self.line = line
        return True

    def _send(self, email: OutgoingEmail) -> None:
        try:
            self.line.send_messages([build_message(email)])
        except Exception as error:
            self._judge(email, error)
        else:
            self.accepted_on_line += 1
            self._mark_sent(email)

    def _judge(self, email: OutgoingEmail, error: Exception) -> None:
        self.mark.end()
        cause = cause_of(error)
        if cause is not Cause.SERVER:
            self._mark_failed(email, error, for_good=cause is Cause.EMAIL_FOR_GOOD)
            return
        is_fresh = self.accepted_on_line == 0
        self.close()
        # Servers end a connection after so many e-mails; then the same one goes over a new connection.
        if is_fresh:
            self._mark_failed(email, error, for_good=False)
            self._give_up(error)

    def _give_up(self, error: Exception) -> None:
        logger.warning("The mail server does not take mail: %s", error)
        self.mark.end()
        self.counts.is_server_away = True
        self._put_back(self.instant + OUTAGE_PAUSE, describe(error))

    def _held(self, *emails: OutgoingEmail) -> Any:
        """The rows, as long as this lease holds them."""
        return OutgoingEmail.objects.filter(
            pk__in=[email.pk for email in emails],
            state=EmailState.WAITING,
            due_at=self.claimed_at + self.lease,
        )

    def _mark_sent(self, email: OutgoingEmail) -> None:
        self.mark.begin(_MARK_SENT, [self.instant, email.pk, self.claimed_at + self.lease])
        self.waiting.popleft()
        self.counts.sent += 1

    @transaction.atomic
    def _mark_failed(self, email: OutgoingEmail, error: Exception, *, for_good: bool) -> None:
        attempts = email.attempts + 1
        is_dead = for_good or attempts >= MOST_ATTEMPTS
        at, text = self.instant, describe(error)
        self._held(email).update(
            state=EmailState.DEAD if is_dead else EmailState.WAITING,
            attempts=attempts,
            due_at=at if is_dead else at + pause_after(attempts),
            last_error=text,
        )
        DeliveryAttempt.objects.create(email=email, at=at, error=text, is_transient=not is_dead)
        self.waiting.popleft()
        self.counts.dead += is_dead
        self.counts.deferred += not is_dead

    def _put_back(self, due_at: datetime, error: str) -> None:
        self.counts.put_back = len(self.waiting)
        self._held(*self.waiting).update(due_at=due_at, last_error=error)
        self.waiting.clear()


def describe(error: Exception) -> str:
    """Return what the server said, or the error's own words, in at most 2000 characters."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            code, said = next(iter(error.recipients.values()))
            text = f"{code} {_readable(said)}"
        case smtplib.SMTPResponseException():
            text = f"{error.smtp_code} {_readable(error.smtp_error)}"
        case _:
            text = f"{type(error).__name__}: {error}"
    return text.replace("\x00", "")[:2000]


def _readable(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said
