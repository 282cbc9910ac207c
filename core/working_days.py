"""Working days of the institutions in Brussels: no weekend, and no day on which their offices are closed.

The days of closure are those the Commission has published year after year: around New Year and Easter, the
days of May with the Friday after Ascension, Whit Monday, the Belgian national day, Assumption, All Saints,
and from Christmas Eve on.
"""

from datetime import date, timedelta
from functools import cache
from typing import Final

SATURDAY: Final = 5
# From Easter Sunday: Maundy Thursday, Good Friday, Easter Monday, Ascension and the day after, Whit Monday.
_MOVING: Final = (-3, -2, 1, 39, 40, 50)
_FIXED: Final = (
    *((1, 1), (1, 2), (5, 1), (5, 9), (7, 21), (8, 15), (11, 1), (11, 2)),
    *((12, day) for day in range(24, 32)),
)


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the method of Meeus, Jones and Butcher)."""
    golden, century = year % 19, year // 100
    shift = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    moon = shift - (shift // 28) * (1 - (shift // 28) * (29 // (shift + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    offset = moon - weekday
    month = 3 + (offset + 40) // 44
    return date(year, month, offset + 28 - 31 * (month // 4))


@cache
def days_of_closure(year: int) -> frozenset[date]:
    """The days of a year, besides weekends, on which the offices are closed."""
    sunday = easter(year)
    moving = {sunday + timedelta(days=days) for days in _MOVING}
    return frozenset(moving | {date(year, month, day) for month, day in _FIXED})


def is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in days_of_closure(day.year)


def add_working_days(day: date, count: int) -> date:
    """The working day that comes `count` working days after `day`; that day itself is not counted."""
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day
