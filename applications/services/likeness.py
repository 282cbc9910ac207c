"""Candidates who may have two accounts: the same date of birth, and names that are alike (epso 4.2)."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from accounts.likeness import are_similar_names
from accounts.models import LikenessReason
from accounts.services import flag_possible_duplicate
from applications.models import PersonalData
from core.services import in_batches

LOOK_BACK: Final = timedelta(days=2)
DAYS_AT_ONCE: Final = 500


def flag_possible_duplicates(*, now: datetime) -> int:
    """Compare who has handed in lately with everybody who ever did; return how many pairs are new to staff.

    Runs at night: nobody waits for it, least of all at a deadline.
    """
    recent = PersonalData.objects.filter(application__submissions__submitted_at__gt=now - LOOK_BACK)
    born = recent.filter(date_of_birth__isnull=False).order_by("date_of_birth")
    days = born.values_list("date_of_birth", flat=True).distinct()
    return sum(_flag_born_on(batch, now) for batch in in_batches(days.iterator(), DAYS_AT_ONCE))


def _flag_born_on(days: list[date], now: datetime) -> int:
    reasons = (LikenessReason.BIRTH, LikenessReason.NAMES)
    pairs = [pair for people in _born_together(days) for pair in _alike(people)]
    found = (
        flag_possible_duplicate(
            one=one.application.candidate, other=other.application.candidate, reasons=reasons, now=now
        )
        for one, other in pairs
    )
    return sum(pair is not None for pair in found)


def _born_together(days: list[date]) -> Iterator[list[PersonalData]]:
    """Those who have handed in an application, by date of birth; of each candidate the latest."""
    rows = PersonalData.objects.filter(
        date_of_birth__in=days, application__current_submission__isnull=False
    ).select_related("application__candidate")
    by_day: dict[date | None, dict[int, PersonalData]] = defaultdict(dict)
    for row in rows.order_by("pk"):
        by_day[row.date_of_birth][row.application.candidate_id] = row
    for people in by_day.values():
        yield list(people.values())


def _alike(people: list[PersonalData]) -> Iterator[tuple[PersonalData, PersonalData]]:
    for position, one in enumerate(people):
        for other in people[position + 1 :]:
            names = (other.first_names, other.family_names)
            if are_similar_names((one.first_names, one.family_names), names):
                yield one, other
