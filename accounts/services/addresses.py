"""A change of e-mail address: the new mailbox confirms, the old one approves, and only then it counts."""

from datetime import datetime, timedelta
from typing import Any, Final

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.models import AddressChange, User
from accounts.services.people import verify_address
from accounts.services.sessions import end_sessions
from core.services import record_audit

ADDRESS_CHANGE_DAYS: Final = 7
"""A change that both mailboxes did not agree to in this time is given up."""


@transaction.atomic
def ask_for_address_change(*, user: User, new_address: str, now: datetime) -> AddressChange:
    """Begin a change; one that was begun before and is not done is given up."""
    AddressChange.objects.filter(person=user, ended_at=None).update(ended_at=now)
    change = AddressChange.objects.create(
        person=user, old_address=user.email, new_address=new_address, asked_at=now
    )
    record_audit(now=now, by=user, verb="ask_for_address_change", subject=user)
    return change


@transaction.atomic
def confirm_new_address(*, change: AddressChange, now: datetime) -> bool:
    """The link in the new mailbox was followed; say whether the change is done with that."""
    return _agree(change, "confirmed_at", now)


@transaction.atomic
def approve_address_change(*, change: AddressChange, now: datetime) -> bool:
    """The old mailbox agrees; say whether the change is done with that."""
    return _agree(change, "approved_at", now)


@transaction.atomic
def refuse_address_change(*, change: AddressChange, now: datetime) -> bool:
    """The old mailbox objects: the address stays, and everybody is signed out of the account."""
    running = _lock(change, now)
    if running is None:
        return False
    _end(running, now)
    EmailAddress.objects.filter(user=running.person, verified=False).delete()
    record_audit(now=now, by=None, verb="refuse_address_change", subject=running.person)
    end_sessions(user=running.person, by=None, now=now)
    return True


def _agree(change: AddressChange, column: str, now: datetime) -> bool:
    running = _lock(change, now)
    if running is None:
        return False
    setattr(running, column, getattr(running, column) or now)
    running.save(update_fields=[column])
    if running.confirmed_at and running.approved_at and not _is_taken(running):
        _apply(running, now)
        return True
    return False


def _lock(change: AddressChange, now: datetime) -> AddressChange | None:
    """The row as it is now, held; None for a change that was ended or has run out."""
    since = now - timedelta(days=ADDRESS_CHANGE_DAYS)
    open_changes = AddressChange.objects.filter(pk=change.pk, ended_at=None, asked_at__gt=since)
    found = open_changes.select_for_update(of=("self",)).select_related("person").first()
    return found if found and _is_still_wanted(found) else None


def _is_still_wanted(change: AddressChange) -> bool:
    """Whether the person has not taken the new address back."""
    return bool(EmailAddress.objects.filter(user=change.person, email__iexact=change.new_address).exists())


def _is_taken(change: AddressChange) -> bool:
    others = User.objects.with_address(change.new_address).exclude(pk=change.person_id)
    return bool(others.exists())


def _apply(change: AddressChange, now: datetime) -> None:
    person: Any = change.person
    person.email = change.new_address
    person.save(update_fields=["email"])
    verify_address(user=person)
    _end(change, now)
    record_audit(now=now, by=person, verb="change_address", subject=person)


def _end(change: AddressChange, now: datetime) -> None:
    change.ended_at = now
    change.save(update_fields=["ended_at"])
