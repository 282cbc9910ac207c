"""A new e-mail address counts when both mailboxes have agreed to it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import AddressChange, Session, User
from accounts.services import approve_address_change, ask_for_address_change, refuse_address_change
from core.models import AuditRecord
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mail_is_kept_in_memory(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def asked(client: Client, person: Any) -> Client:
    """Maria, signed in, has asked for new@example.eu."""
    person(language="da")
    client.post("/en/account/login/", {"login": "maria@example.eu", "password": PASSWORD})
    client.post("/en/account/email/", {"email": "new@example.eu", "action_add": "1"})
    client.post("/en/account/reauthenticate/?next=/en/account/email/", {"password": PASSWORD})
    return client


def link_to(address: str) -> Any:
    """The first link in the first mail to `address`."""
    body = next(str(message.body) for message in mail.outbox if message.to == [address])
    return next(path for link in re.findall(r"http\S+", body) if len(path := urlsplit(link).path) > 1)


def address() -> Any:
    return User.objects.get().email


def test_both_mailboxes_are_asked_and_neither_is_enough(asked: Client) -> None:
    assert sorted(message.to[0] for message in mail.outbox) == ["maria@example.eu", "new@example.eu"]
    asked.post(link_to("new@example.eu"))
    assert address() == "maria@example.eu"


@pytest.mark.parametrize("order", [("new", "maria"), ("maria", "new")])
def test_when_both_agree_it_counts_and_both_are_told(asked: Client, order: tuple[str, str]) -> None:
    for name in order:
        Client().post(link_to(f"{name}@example.eu"), {"approve": "1"})
    assert address() == "new@example.eu"
    assert [message.to[0] for message in mail.outbox[-2:]] == ["maria@example.eu", "new@example.eu"]
    assert {message.extra_headers["Content-Language"] for message in mail.outbox[-2:]} == {"da"}
    assert list(User.objects.get().emailaddress_set.values_list("email", "verified")) == [
        ("new@example.eu", True)
    ]


def test_the_old_mailbox_objects_and_everybody_is_signed_out(
    asked: Client, django_capture_on_commit_callbacks: Any
) -> None:
    asked.post(link_to("new@example.eu"))
    link = link_to("maria@example.eu")
    assert b"new@example.eu" in Client().get(link).content
    with django_capture_on_commit_callbacks(execute=True):
        Client().post(link, {"refuse": "1"})
    assert (address(), Session.objects.filter(person__isnull=False).count()) == ("maria@example.eu", 0)
    assert Client().get(link).status_code == 404
    Client().post(link, {"approve": "1"})
    assert address() == "maria@example.eu"


def test_who_takes_it_back_makes_the_links_worthless(asked: Client) -> None:
    asked.post("/en/account/email/", {"email": "new@example.eu", "action_remove": "1"})
    assert Client().get(link_to("maria@example.eu")).status_code == 404
    asked.post(link_to("new@example.eu"))
    assert address() == "maria@example.eu"


def test_an_address_that_became_another_account_meanwhile_is_not_taken_over(asked: Client) -> None:
    Client().post(link_to("maria@example.eu"), {"approve": "1"})
    User.objects.create_user("New@example.eu", PASSWORD)
    asked.post(link_to("new@example.eu"))
    assert sorted(User.objects.values_list("email", flat=True)) == ["New@example.eu", "maria@example.eu"]


def test_an_address_that_is_not_confirmed_sets_no_password(asked: Client) -> None:
    mail.outbox.clear()
    Client().post("/en/account/password/reset/", {"email": "new@example.eu"})
    assert "There is no account with this address" in mail.outbox[0].subject


def test_a_made_up_link_is_worthless(client: Client) -> None:
    assert client.get("/en/account/address-change/made-up/").status_code == 404


def test_after_a_week_it_is_too_late(person: Any) -> None:
    user, now = person(), timezone.now()
    change = ask_for_address_change(user=user, new_address="new@example.eu", now=now - timedelta(days=8))
    user.emailaddress_set.create(email="new@example.eu")
    assert approve_address_change(change=change, now=now) is False
    assert AddressChange.objects.get().approved_at is None


def test_an_objection_after_the_end_changes_nothing(asked: Client) -> None:
    change = AddressChange.objects.get()
    assert refuse_address_change(change=change, now=timezone.now())
    assert not refuse_address_change(change=change, now=timezone.now())
    assert AuditRecord.objects.filter(verb="refuse_address_change").count() == 1


def test_an_objection_that_cannot_be_written_down_changes_nothing(person: Any, monkeypatch: Any) -> None:
    user, now = person(), timezone.now()
    change = ask_for_address_change(user=user, new_address="new@example.eu", now=now)
    user.emailaddress_set.create(email="new@example.eu")
    monkeypatch.setattr("accounts.services.addresses.record_audit", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        refuse_address_change(change=change, now=now)
    assert (AddressChange.objects.get().ended_at, user.emailaddress_set.count()) == (None, 2)


def test_the_audit_record_holds_no_address(asked: Client) -> None:
    Client().post(link_to("maria@example.eu"), {"approve": "1"})
    asked.post(link_to("new@example.eu"))
    (record,) = AuditRecord.objects.filter(verb="change_address")
    assert "example.eu" not in str(record.details)
