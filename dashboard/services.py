"""Writes of the home of the account: the private calendar address."""

import uuid
from datetime import datetime

from django.db import transaction

from accounts.models import User
from core.services import record_audit
from dashboard.models import CalendarAddress


@transaction.atomic
def renew_calendar_address(*, person: User, now: datetime) -> CalendarAddress:
    """Give the person a calendar address; one she has stops working at once."""
    address, _created = CalendarAddress.objects.update_or_create(
        person=person, defaults={"key": uuid.uuid4(), "created_at": now}
    )
    record_audit(now=now, by=person, verb="renew_calendar_address", subject=person)
    return address


@transaction.atomic
def remove_calendar_address(*, person: User, now: datetime) -> None:
    """End the person's calendar address; without one, nothing happens."""
    deleted, _rows = CalendarAddress.objects.filter(person=person).delete()
    if deleted:
        record_audit(now=now, by=person, verb="remove_calendar_address", subject=person)
