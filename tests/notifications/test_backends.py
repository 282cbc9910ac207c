"""The outbox as Django's mail backend, and the folder of messages."""

from __future__ import annotations

import email
import email.policy
import importlib
import re
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives, send_mail
from django.db import transaction
from django.test import Client
from django.utils import timezone, translation

from notifications.delivery import deliver_due
from notifications.models import OutgoingEmail
from notifications.services import queue_email
from notifications.states import EmailState

pytestmark = pytest.mark.django_db


@pytest.fixture
def outbox(settings: Any) -> None:
    """The backend of every deployment, in place of the one that Django puts in for tests."""
    settings.EMAIL_BACKEND = "notifications.backends.OutboxBackend"


def test_every_deployment_writes_mail_into_the_outbox() -> None:
    base = importlib.import_module("epso_site.settings.base")

    assert base.EMAIL_BACKEND == "notifications.backends.OutboxBackend"


def test_mail_sent_with_django_is_a_row_and_nothing_is_sent(outbox: None) -> None:
    with translation.override("mt"):
        send_mail("Suġġett", "Test", None, ["anna@example.eu"], html_message="<p>Test</p>")

    row = OutgoingEmail.objects.get()
    assert (row.to_address, row.language, row.subject) == ("anna@example.eu", "mt", "Suġġett")
    assert (row.body_text, row.body_html, row.event) == ("Test", "<p>Test</p>", "account")
    assert (row.state, mail.outbox) == (EmailState.WAITING, [])


def test_headers_name_the_language_and_the_event_of_a_message(outbox: None) -> None:
    headers = {"Content-Language": "el", "X-Event": "password_reset"}
    EmailMultiAlternatives("S", "B", None, ["anna@example.eu"], headers=headers).send()

    row = OutgoingEmail.objects.get()
    assert (row.language, row.event) == ("el", "password_reset")


def test_each_recipient_has_a_row_and_sees_no_other(outbox: None) -> None:
    EmailMultiAlternatives("S", "B", None, ["a@example.eu"], cc=["b@example.eu"], bcc=["c@example.eu"]).send()

    rows = OutgoingEmail.objects.order_by("to_address").values_list("to_address", flat=True)
    assert list(rows) == ["a@example.eu", "b@example.eu", "c@example.eu"]


def test_mail_of_a_transaction_that_rolls_back_leaves_no_row(outbox: None) -> None:
    with transaction.atomic():
        send_mail("S", "B", None, ["anna@example.eu"])
        transaction.set_rollback(True)

    assert OutgoingEmail.objects.count() == 0


def test_attachments_are_refused_and_none_of_the_messages_is_queued(outbox: None) -> None:
    good = EmailMultiAlternatives("S", "B", None, ["anna@example.eu"])
    bad = EmailMultiAlternatives(
        "S", "B", None, ["anna@example.eu"], attachments=[("a.txt", "A", "text/plain")]
    )
    with pytest.raises(ValueError, match="The outbox sends no attachments"):
        mail.get_connection().send_messages([good, bad])

    assert OutgoingEmail.objects.count() == 0


def test_a_sign_up_queues_the_mail_that_confirms_the_address(outbox: None) -> None:
    Client().post(
        "/nl/account/signup/",
        {
            "email": "anna@example.eu",
            "password1": "een goed wachtwoord 27",
            "password2": "een goed wachtwoord 27",
            "language": "nl",
        },
    )

    row = OutgoingEmail.objects.get()
    assert (row.to_address, row.language) == ("anna@example.eu", "nl")
    assert len(re.findall(r"/nl/account/confirm-email/", row.body_text)) == 1


def test_the_folder_holds_a_file_a_message_named_by_time_and_message_id(
    settings: Any, tmp_path: Path
) -> None:
    settings.DELIVERY_EMAIL_BACKEND = "notifications.backends.MailFolderBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    now = timezone.now()
    rows = [
        queue_email(
            to_address=f"{name}@example.eu",
            language="bg",
            event="result",
            subject="Имате съобщение",
            body_text="Текст\n",
            body_html="<p>Текст</p>",
            now=now,
        )
        for name in ("anna", "boris")
    ]
    deliver_due(now=now)

    files = sorted((tmp_path / "mail").iterdir())
    pattern = r"\d{4}-\d\d-\d\d \d\d-\d\d-\d\d\.\d{6} [0-9a-f]{32}@127\.0\.0\.1\.eml"
    assert [bool(re.fullmatch(pattern, file.name)) for file in files] == [True, True]
    read = [email.message_from_bytes(file.read_bytes(), policy=email.policy.default) for file in files]
    assert [message["Message-ID"] for message in read] == [row.message_id for row in rows]
    assert [message["Subject"] for message in read] == ["Имате съобщение"] * 2
