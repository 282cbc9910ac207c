"""When a digest is due: at one hour of the Brussels clock, every day or every Monday."""

from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

BRUSSELS: Final = ZoneInfo("Europe/Brussels")
DIGEST_TIME: Final = time(7)
"""Before people set out for work; no change of the clock falls on it."""
MONDAY: Final = 0
DAYS_A_WEEK: Final = 7


def latest_slot(now: datetime, *, weekly: bool) -> datetime:
    """The last instant at or before `now` (aware) at which digests were due, in UTC."""
    today = now.astimezone(BRUSSELS).date()
    for days in range(2 * DAYS_A_WEEK):
        day = today - timedelta(days=days)
        slot = datetime.combine(day, DIGEST_TIME, BRUSSELS)
        if slot <= now and (not weekly or day.weekday() == MONDAY):
            return slot.astimezone(UTC)
    raise AssertionError("every week has a Monday")


def next_slot(now: datetime, *, weekly: bool) -> datetime:
    """The first instant after `now` (aware) at which digests are due, in UTC."""
    today = now.astimezone(BRUSSELS).date()
    for days in range(2 * DAYS_A_WEEK):
        day = today + timedelta(days=days)
        slot = datetime.combine(day, DIGEST_TIME, BRUSSELS)
        if slot > now and (not weekly or day.weekday() == MONDAY):
            return slot.astimezone(UTC)
    raise AssertionError("every week has a Monday")
