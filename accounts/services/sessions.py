"""Where a person is signed in: ending sessions, and telling a new device from a known one."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import KnownDevice, Session, User
from accounts.sessions import SessionStore
from core.services import record_audit


@transaction.atomic
def end_session(*, user: User, number: str, now: datetime) -> bool:
    """Sign the person out of one of her sessions, named by `session_number`; say whether there was one."""
    for session in Session.objects.filter(person=user):
        if session.number == number:
            _forget([session])
            record_audit(now=now, by=user, verb="end_session", subject=user)
            return True
    return False


@transaction.atomic
def end_other_sessions(*, user: User, current: str, now: datetime) -> int:
    """Sign the person out everywhere but in the session with the key `current`; return how many ended."""
    others = list(Session.objects.filter(person=user).exclude(session_key=current))
    _forget(others)
    record_audit(now=now, by=user, verb="end_other_sessions", subject=user, details={"ended": len(others)})
    return len(others)


@transaction.atomic
def end_sessions(*, user: User, by: Any, now: datetime) -> int:
    """Sign the person out everywhere."""
    sessions = list(Session.objects.filter(person=user))
    _forget(sessions)
    record_audit(now=now, by=by, verb="end_sessions", subject=user, details={"ended": len(sessions)})
    return len(sessions)


def _forget(sessions: list[Session]) -> None:
    """The rows go with this transaction; the copies in the cache once it is committed."""
    keys = [session.session_key for session in sessions]
    Session.objects.filter(session_key__in=keys).delete()
    transaction.on_commit(lambda: _drop_copies(keys))


def _drop_copies(keys: list[str]) -> None:
    for key in keys:
        SessionStore().delete(key)


@transaction.atomic
def recognise_device(*, user: User, device: str, network: str, now: datetime) -> bool:
    """Remember the device the person signs in from; say whether it is new to an account that knows others."""
    knows_others = KnownDevice.objects.filter(person=user).exists()
    _known, is_new = KnownDevice.objects.update_or_create(
        person=user, device=device, network=network, defaults={"seen_at": now}
    )
    return is_new and knows_others
