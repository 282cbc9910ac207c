"""The checklist: each measure signed off and confirmed by the provider before the day (epso 5.6)."""

from collections import Counter
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Role
from competitions.models import Test
from notifications.models import Letter
from notifications.services import post_letter
from special_needs import emails
from special_needs.models import GrantedMeasure
from special_needs.permissions import can_handle_requests


def _lock(measure: GrantedMeasure, by: User) -> GrantedMeasure:
    if not can_handle_requests(by):
        raise PermissionDenied
    locked: GrantedMeasure = GrantedMeasure.objects.select_for_update(of=("self",)).get(pk=measure.pk)
    return locked


@transaction.atomic
def sign_off_measure(*, measure: GrantedMeasure, by: User, now: datetime) -> GrantedMeasure:
    """Note that the measure was ordered from the provider; the first who signs stays."""
    locked = _lock(measure, by)
    if locked.signed_off_at is None:
        locked.signed_off_at, locked.signed_off_by = now, by
        locked.save(update_fields=["signed_off_at", "signed_off_by"])
    return locked


@transaction.atomic
def confirm_measure(*, measure: GrantedMeasure, confirmed_by: str, by: User, now: datetime) -> GrantedMeasure:
    """Note who at the provider read the measure back. Raises ValidationError where it was not signed off."""
    locked = _lock(measure, by)
    if locked.signed_off_at is None or not confirmed_by.strip():
        raise ValidationError(_("Sign the measure off before you note its confirmation."), code="order")
    locked.confirmed_at, locked.confirmed_by = now, confirmed_by.strip()[:150]
    locked.save(update_fields=["confirmed_at", "confirmed_by"])
    return locked


def raise_alarms(*, now: datetime) -> int:
    """Tell the officers of each test a week ahead with measures not confirmed; return how many letters."""
    end = now + timedelta(days=settings.SPECIAL_NEEDS_ALARM_DAYS)
    rows = GrantedMeasure.objects.unconfirmed_before(end, now=now)
    counts = Counter(rows.values_list("test", flat=True))
    tests = Test.objects.filter(pk__in=counts).select_related("competition").defer("competition__document")
    officers = list(User.objects.in_role(Role.ACCESSIBILITY_OFFICER))
    return sum(_tell(officer, test, counts[test.pk], now) for test in tests for officer in officers)


def _tell(officer: User, test: Test, count: int, now: datetime) -> int:
    """One letter to each officer about each test and its date."""
    key = f"test:{test.pk}:{test.scheduled_at:%Y%m%d}"
    told = Letter.objects.standing().filter(recipient=officer, event="measures_not_confirmed", key=key)
    if told.exists():
        return 0
    post_letter(
        recipient=officer,
        event="measures_not_confirmed",
        key=key,
        about=f"test:{test.pk}",
        build=lambda: emails.measures_not_confirmed(test, count),
        now=now,
    )
    return 1
