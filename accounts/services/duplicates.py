"""Telling staff that two accounts may be one person's."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import DuplicateState, LikenessReason, PossibleDuplicate, User
from accounts.permissions import can_decide_duplicates
from core.services import record_audit


@transaction.atomic
def flag_possible_duplicate(
    *, one: User, other: User, reasons: Iterable[LikenessReason], now: datetime
) -> PossibleDuplicate | None:
    """Tell staff that `one` and `other` look like one person; None where they were told before.

    Nobody is stopped, and a pair that staff have decided about stays decided.
    """
    first, second = sorted((one.pk, other.pk))
    pair, is_new = PossibleDuplicate.objects.get_or_create(
        first_id=first,
        second_id=second,
        defaults={"reasons": sorted(str(reason) for reason in reasons), "found_at": now},
    )
    return pair if is_new else None


@transaction.atomic
def decide_possible_duplicate(
    *, pair: PossibleDuplicate, state: DuplicateState, by: User, now: datetime
) -> None:
    """Write down whether the two accounts are one person's. Raises PermissionDenied."""
    if not can_decide_duplicates(by):
        raise PermissionDenied
    before = pair.state
    pair.state = state
    pair.decided_by, pair.decided_at = (by, now) if state != DuplicateState.OPEN else (None, None)
    pair.save(update_fields=["state", "decided_by", "decided_at"])
    details = {"before": str(before), "after": str(state)}
    record_audit(now=now, by=by, verb="decide_possible_duplicate", subject=pair, details=details)
