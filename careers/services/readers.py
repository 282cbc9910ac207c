"""What readers leave: errors they report in notices, and opportunities they keep in their account."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from careers.models import NoticeError, Opportunity, SavedOpportunity
from core.services import record_audit

MOST_SAVED: Final = 100
"""Opportunities a person can keep in her account."""


def report_error(
    *, opportunity: Opportunity, what: str, description: str, email: str, language: str, now: datetime
) -> NoticeError:
    """Write down what a reader says is wrong in a notice; nothing is noted of who she is."""
    return NoticeError.objects.create(
        opportunity=opportunity,
        reference=opportunity.reference,
        what=what,
        description=description,
        email=email,
        language=language,
        reported_at=now,
    )


@transaction.atomic
def handle_error(*, error: NoticeError, by: Any, now: datetime) -> None:
    """Note that a reported error was looked into."""
    error.handled_at, error.handled_by = now, by
    error.save(update_fields=["handled_at", "handled_by"])
    record_audit(now=now, by=by, verb="handle error in notice", subject=error, key=error.reference)


@transaction.atomic
def save_opportunities(*, user: Any, keys: Iterable[int], now: datetime) -> int:
    """Keep published opportunities in a person's account, up to MOST_SAVED; return how many there are."""
    kept = set(SavedOpportunity.objects.filter(user=user).values_list("opportunity_id", flat=True))
    published = Opportunity.objects.published().order_by("pk").filter(pk__in=list(keys))
    new = [key for key in published.values_list("pk", flat=True) if key not in kept]
    SavedOpportunity.objects.bulk_create(
        [
            SavedOpportunity(user=user, opportunity_id=key, saved_at=now)
            for key in new[: max(0, MOST_SAVED - len(kept))]
        ],
        ignore_conflicts=True,
    )
    return min(MOST_SAVED, len(kept) + len(new))


def forget_opportunity(*, user: Any, key: int) -> None:
    """Take an opportunity out of the list of a person's account."""
    SavedOpportunity.objects.filter(user=user, opportunity_id=key).delete()
