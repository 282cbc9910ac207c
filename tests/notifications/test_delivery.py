"""Delivery over a real SMTP server: what is marked when, and who bears which failure."""

from __future__ import annotations

import smtplib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from core.models import AuditRecord
from notifications import delivery
from notifications.delivery import Cause, cause_of, deliver_due, pause_after
from notifications.models import DeliveryAttempt, OutgoingEmail
from notifications.services import queue_email, resend_emails
from notifications.states import EmailState

from .conftest import SmtpServer

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
TOMORROW = NOW + timedelta(days=1)
SENT, WAITING, DEAD = EmailState.SENT, EmailState.WAITING, EmailState.DEAD


def queue(name: str, **changes: Any) -> OutgoingEmail:
    values: dict[str, Any] = {
        "to_address": f"{name}@example.eu",
        "language": "el",
        "event": "result",
        "subject": "Έχετε ένα μήνυμα",
        "body_text": "Κείμενο\n",
        "body_html": "<p>Κείμενο</p>",
        "now": NOW,
    }
    return queue_email(**(values | changes))


def states(*emails: OutgoingEmail) -> list[tuple[str, int]]:
    rows = {email.pk: email for email in OutgoingEmail.objects.all()}
    return [(rows[email.pk].state, rows[email.pk].attempts) for email in emails]


def refuse(name: str, answer: str) -> Any:
    return lambda envelope: answer if envelope.rcpt_tos[-1].startswith(name) else "250 OK"


def test_a_batch_goes_over_one_connection_and_is_marked(smtp: SmtpServer) -> None:
    emails = [queue("anna"), queue("boris"), queue("chloe")]
    counts = deliver_due(now=NOW)

    assert (counts.claimed, counts.sent, counts.put_back) == (3, 3, 0)
    assert states(*emails) == [(SENT, 1)] * 3
    assert smtp.message_ids == [email.message_id for email in emails]
    assert smtp.connection_count == 1


def test_a_message_carries_its_headers_text_and_html(smtp: SmtpServer, settings: Any) -> None:
    settings.DEFAULT_FROM_EMAIL = "EU Careers <no-reply@example.eu>"
    email = queue("anna")
    deliver_due(now=NOW)

    [message] = smtp.received
    headers = ("From", "To", "Subject", "Message-ID", "Date", "Content-Language", "Auto-Submitted")
    assert [message[name] for name in headers] == [
        "EU Careers <no-reply@example.eu>",
        "anna@example.eu",
        "Έχετε ένα μήνυμα",
        email.message_id,
        "Sun, 22 Nov 2026 10:00:00 +0000",
        "el",
        "auto-generated",
    ]
    parts = [(part.get_content_type(), part.get_content().strip()) for part in message.iter_parts()]
    assert parts == [("text/plain", "Κείμενο"), ("text/html", "<p>Κείμενο</p>")]


def test_an_email_without_html_is_plain_text(smtp: SmtpServer) -> None:
    queue("anna", body_html="")
    deliver_due(now=NOW)

    assert smtp.received[0].get_content_type() == "text/plain"


def test_no_more_than_the_limit_is_taken_and_the_oldest_first(smtp: SmtpServer) -> None:
    late = queue("late", now=NOW)
    early = queue("early", now=NOW - timedelta(hours=1))
    counts = deliver_due(now=NOW, limit=1)

    assert (counts.claimed, states(early, late)) == (1, [(SENT, 1), (WAITING, 0)])


def test_mail_that_is_not_due_is_left_alone(smtp: SmtpServer) -> None:
    email = queue("anna", now=NOW + timedelta(seconds=1))

    assert (deliver_due(now=NOW).claimed, states(email)) == (0, [(WAITING, 0)])


@pytest.mark.parametrize("command", ["on_rcpt", "on_data"])
def test_a_refusal_for_now_is_tried_later_and_holds_nobody_up(smtp: SmtpServer, command: str) -> None:
    anna, boris = queue("anna"), queue("boris")
    setattr(smtp, command, refuse("anna", "451 4.3.0 Try again later"))
    counts = deliver_due(now=NOW)

    anna.refresh_from_db()
    assert (counts.deferred, counts.sent, smtp.connection_count) == (1, 1, 1)
    assert states(anna, boris) == [(WAITING, 1), (SENT, 1)]
    assert anna.last_error == "451 4.3.0 Try again later"
    assert timedelta(seconds=45) <= anna.due_at - NOW <= timedelta(seconds=80)
    assert list(DeliveryAttempt.objects.values_list("email", "error", "is_transient")) == [
        (anna.pk, "451 4.3.0 Try again later", True)
    ]


def test_a_later_try_has_the_same_message_id(smtp: SmtpServer) -> None:
    anna = queue("anna")
    smtp.on_data = lambda envelope: "451 4.3.0 Try again later"
    deliver_due(now=NOW)
    smtp.on_data = lambda envelope: "250 OK"
    deliver_due(now=TOMORROW)

    anna.refresh_from_db()
    assert (anna.state, anna.attempts, anna.last_error) == (SENT, 2, "")
    assert smtp.message_ids == [anna.message_id]


@pytest.mark.parametrize("command", ["on_rcpt", "on_data"])
def test_a_refusal_for_good_makes_the_email_dead_and_holds_nobody_up(smtp: SmtpServer, command: str) -> None:
    anna, boris = queue("anna"), queue("boris")
    setattr(smtp, command, refuse("anna", "550 5.1.1 No such user"))
    counts = deliver_due(now=NOW)

    assert (counts.dead, counts.sent) == (1, 1)
    assert states(anna, boris) == [(DEAD, 1), (SENT, 1)]
    assert list(DeliveryAttempt.objects.values_list("error", "is_transient")) == [
        ("550 5.1.1 No such user", False)
    ]
    assert deliver_due(now=TOMORROW).claimed == 0


def test_a_dead_email_that_is_resent_goes_out_with_its_message_id(smtp: SmtpServer) -> None:
    support = User.objects.create_user("support@example.eu")
    anna = queue("anna")
    smtp.on_rcpt = lambda envelope: "550 5.1.1 No such user"
    deliver_due(now=NOW)
    smtp.on_rcpt = lambda envelope: "250 OK"
    resent = resend_emails(emails=[anna], by=support, now=TOMORROW)
    deliver_due(now=TOMORROW)

    assert (resent, states(anna)) == (1, [(SENT, 1)])
    assert smtp.message_ids == [anna.message_id]
    assert list(AuditRecord.objects.values_list("verb", "by", "object_key")) == [
        ("resend_email", support.pk, anna.message_id)
    ]


def test_only_dead_emails_are_resent(smtp: SmtpServer) -> None:
    support = User.objects.create_user("support@example.eu")
    sent = queue("anna")
    deliver_due(now=NOW)
    waiting = queue("boris")

    assert resend_emails(emails=[sent, waiting], by=support, now=TOMORROW) == 0
    assert states(sent, waiting) == [(SENT, 1), (WAITING, 0)]


def test_a_server_that_is_down_costs_nobody_an_attempt(smtp: SmtpServer) -> None:
    emails = [queue("anna"), queue("boris"), queue("chloe")]
    smtp.stop()
    away = deliver_due(now=NOW)
    assert (away.is_server_away, away.put_back, states(*emails)) == (True, 3, [(WAITING, 0)] * 3)
    assert DeliveryAttempt.objects.count() == 0

    smtp.start()
    back = deliver_due(now=NOW + timedelta(seconds=30))
    assert (back.sent, states(*emails)) == (3, [(SENT, 1)] * 3)


@pytest.mark.parametrize(
    "answer", ["421 4.3.2 Shutting down", "451 4.3.0 Busy", "550 5.7.1 Not you", "hang up"]
)
def test_a_server_that_refuses_everybody_costs_only_the_first_an_attempt(
    smtp: SmtpServer, answer: str
) -> None:
    emails = [queue("anna"), queue("boris"), queue("chloe")]
    smtp.on_mail = lambda envelope: answer
    away = deliver_due(now=NOW)
    assert (away.is_server_away, away.deferred, away.put_back) == (True, 1, 2)
    assert states(*emails) == [(WAITING, 1), (WAITING, 0), (WAITING, 0)]

    smtp.on_mail = lambda envelope: "250 OK"
    deliver_due(now=TOMORROW)
    assert states(*emails) == [(SENT, 2), (SENT, 1), (SENT, 1)]
    assert sorted(smtp.message_ids) == sorted(email.message_id for email in emails)


@pytest.mark.parametrize("answer", ["421 4.7.0 Too many messages on this connection", "hang up"])
def test_a_server_that_ends_connections_after_two_emails_gets_them_over_several(
    smtp: SmtpServer, answer: str
) -> None:
    emails = [queue(f"person{number}") for number in range(5)]
    smtp.on_mail = lambda envelope: answer if smtp.peers.count(smtp.peers[-1]) > 2 else "250 OK"
    counts = deliver_due(now=NOW)

    assert (counts.sent, counts.deferred, smtp.connection_count) == (5, 0, 3)
    assert states(*emails) == [(SENT, 1)] * 5


def test_a_server_that_does_not_answer_in_time_is_away(smtp: SmtpServer, settings: Any) -> None:
    settings.EMAIL_TIMEOUT = 0.2
    smtp.seconds_a_mail = 1.0
    emails = [queue("anna"), queue("boris")]
    counts = deliver_due(now=NOW)

    assert (counts.is_server_away, states(*emails)) == (True, [(WAITING, 1), (WAITING, 0)])


def test_an_email_that_no_program_can_write_is_dead_and_holds_nobody_up(smtp: SmtpServer) -> None:
    anna, boris = queue("anna", to_address="anna@example.eu\nBcc: all@example.eu"), queue("boris")
    counts = deliver_due(now=NOW)

    assert (counts.dead, counts.sent, states(anna, boris)) == (1, 1, [(DEAD, 1), (SENT, 1)])
    assert [message["To"] for message in smtp.received] == ["boris@example.eu"]


def test_the_last_attempt_that_fails_makes_the_email_dead(smtp: SmtpServer) -> None:
    smtp.on_rcpt = lambda envelope: "451 4.3.0 Try again later"
    anna = queue("anna")
    OutgoingEmail.objects.update(attempts=delivery.MOST_ATTEMPTS - 1)
    deliver_due(now=NOW)

    assert states(anna) == [(DEAD, delivery.MOST_ATTEMPTS)]


def test_nothing_is_sent_for_a_transaction_that_rolled_back(smtp: SmtpServer) -> None:
    with transaction.atomic():
        queue("anna")
        transaction.set_rollback(True)

    assert (deliver_due(now=NOW).claimed, smtp.received) == (0, [])


def test_claimed_mail_is_due_again_when_the_lease_of_a_dead_worker_ends(settings: Any) -> None:
    settings.MAIL_LEASE_SECONDS = 300
    email = queue("anna")
    delivery._claim(NOW, 10)

    moments = [NOW + timedelta(seconds=seconds) for seconds in (0, 299, 300)]
    assert [OutgoingEmail.objects.due(moment).count() for moment in moments] == [0, 0, 1]
    assert states(email) == [(WAITING, 0)]


def test_a_worker_whose_lease_has_run_out_begins_nothing(smtp: SmtpServer, settings: Any) -> None:
    settings.MAIL_LEASE_SECONDS = 0
    email = queue("anna")
    counts = deliver_due(now=NOW)

    assert (counts.put_back, counts.sent, states(email), smtp.received) == (1, 0, [(WAITING, 0)], [])


def test_a_worker_that_lost_its_lease_does_not_overwrite_what_another_marked(smtp: SmtpServer) -> None:
    email = queue("anna")
    slow = delivery._claim(NOW, 10)
    deliver_due(now=TOMORROW)
    slow._mark_failed(email, smtplib.SMTPDataError(550, b"No"), for_good=True)

    assert states(email) == [(SENT, 1)]


def test_delivery_goes_to_the_backend_that_the_settings_name(settings: Any) -> None:
    settings.DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    email = queue("anna")
    deliver_due(now=NOW)

    assert [message.extra_headers["Message-ID"] for message in mail.outbox] == [email.message_id]


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (smtplib.SMTPRecipientsRefused({"a@b.eu": (450, b"")}), Cause.EMAIL_FOR_NOW),
        (smtplib.SMTPRecipientsRefused({"a@b.eu": (550, b"")}), Cause.EMAIL_FOR_GOOD),
        (smtplib.SMTPRecipientsRefused({"a@b.eu": (421, b"")}), Cause.SERVER),
        (smtplib.SMTPDataError(452, b""), Cause.EMAIL_FOR_NOW),
        (smtplib.SMTPDataError(554, b""), Cause.EMAIL_FOR_GOOD),
        (smtplib.SMTPDataError(421, b""), Cause.SERVER),
        (smtplib.SMTPSenderRefused(550, b"", "a@b.eu"), Cause.SERVER),
        (smtplib.SMTPAuthenticationError(535, b""), Cause.SERVER),
        (smtplib.SMTPServerDisconnected(), Cause.SERVER),
        (ConnectionRefusedError(), Cause.SERVER),
        (TimeoutError(), Cause.SERVER),
        (ValueError(), Cause.EMAIL_FOR_GOOD),
    ],
)
def test_the_cause_of_a_failure_is_told_from_what_the_server_said(error: Exception, cause: Cause) -> None:
    assert cause_of(error) is cause


@given(attempts=st.integers(1, 1000))
def test_pauses_double_up_to_two_hours_give_or_take_a_quarter(attempts: int) -> None:
    middle = min(60 * 2 ** (attempts - 1), 7200)

    assert 0.75 * middle <= pause_after(attempts).total_seconds() <= 1.25 * middle
