"""Closing an account, as its owner asks for it; erasing what it holds is the matter of another room."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.services.sessions import end_sessions
from core.services import record_audit


class AccountInUse(Exception):
    """The person works with this account for an institution: whoever gave her the role closes it."""


@transaction.atomic
def close_account(*, user: User, now: datetime) -> None:
    """Close the account and sign its owner out everywhere. Raises AccountInUse for staff and recruiters."""
    held = User.objects.select_for_update().get(pk=user.pk)
    if held.is_staff or held.is_superuser or held.groups.exists():
        raise AccountInUse
    held.is_active = False
    held.save(update_fields=["is_active"])
    record_audit(now=now, by=user, verb="close_account", subject=user)
    end_sessions(user=held, by=user, now=now)
