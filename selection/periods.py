"""Time limits to contest: from the day something happened to the first instant that is too late.

The rules are those of Regulation (EEC, Euratom) No 1182/71, Article 3, which a notice's limits follow too:
- the day of the event is not counted (paragraph 1), so 5 calendar days from a Monday end on Saturday;
- a period of months ends on the day with the event's date number in the last month, or on the last day of
  that month where it has no such number (paragraph 2(c); Court of Justice, case 152/85, Misset);
- a period includes Saturdays, Sundays and holidays (paragraph 3), but one whose last day is such a day ends
  with the next working day (paragraph 4), and one of two days or more has at least two working days in it
  (paragraph 5).

The calendar-day limits of a notice are counted in plain calendar days, so paragraphs 4 and 5 are asked for by
`extends_over_rest_days`, as the notice's own rules say. A limit for bringing an action is three months and,
on account of distance, ten days more: one period of both, extended once, at its end.

Days are days in Brussels, whatever the server's clock shows, also on the two days of the year that have 23
and 25 hours.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

BRUSSELS = ZoneInfo("Europe/Brussels")
MONTHS_IN_A_YEAR = 12
SATURDAY = 5
WORKING_DAYS_IN_EVERY_PERIOD = 2
NO_HOLIDAYS: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A length of time as a notice states it: calendar months, then calendar days; at least one of them.

    `extends_over_rest_days` makes a period end on a working day and hold two (Regulation 1182/71,
    Article 3(4) and (5)).
    """

    months: int = 0
    days: int = 0
    extends_over_rest_days: bool = False

    def __post_init__(self) -> None:
        if self.months < 0 or self.days < 0 or self.months + self.days == 0:
            raise ValueError(f"a period needs months or days, not {self.months} and {self.days}")


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """The last day on which something is in time, in Brussels, and the first instant (UTC) when it is not."""

    last_day: date
    first_too_late: datetime


def compute_time_limit(
    *, event_at: datetime, period: Period, holidays: Collection[date] = NO_HOLIDAYS
) -> TimeLimit:
    """The limit of a period that runs from an event, such as a decision's publication in the account.

    `event_at` is an instant (ValueError if it has no zone); the day it falls on in Brussels is not counted.
    `holidays` are the institution's holidays, looked at only where the period extends over rest days.
    """
    if event_at.tzinfo is None:
        raise ValueError("the event needs a time zone")
    event_day = event_at.astimezone(BRUSSELS).date()
    last_day = _add_months(event_day, period.months) + timedelta(days=period.days)
    if period.extends_over_rest_days:
        last_day = _extend(event_day, last_day, holidays)
    return TimeLimit(last_day, _start_of_day_after(last_day))


def deadline_passed(*, received_at: datetime, first_too_late: datetime) -> bool:
    """Whether something received at this instant is late; the first instant too late is late itself.

    Both need a zone (ValueError). They are compared as instants: two times in one zone would be compared by
    their clock faces, which goes wrong in the hour that comes twice.
    """
    if received_at.tzinfo is None or first_too_late.tzinfo is None:
        raise ValueError("both instants need a time zone")
    return received_at.astimezone(UTC) >= first_too_late.astimezone(UTC)


def _add_months(day: date, months: int) -> date:
    """The day with the same number so many months later, or the last of that month."""
    years, month = divmod(day.month - 1 + months, MONTHS_IN_A_YEAR)
    first = date(day.year + years, month + 1, 1)
    return min(first + timedelta(days=day.day - 1), _last_of_month(first))


def _last_of_month(first: date) -> date:
    somewhere_in_next_month = first + timedelta(days=31)
    return somewhere_in_next_month - timedelta(days=somewhere_in_next_month.day)


def _extend(event_day: date, last_day: date, holidays: Collection[date]) -> date:
    """The first day, from the last day on, that is a working day with another one before it in the period.

    A period of one day is only moved off a rest day.
    """
    due = min((last_day - event_day).days, WORKING_DAYS_IN_EVERY_PERIOD)
    day, working_days = event_day, 0
    while day < last_day or working_days < due or not _is_working_day(day, holidays):
        day += timedelta(days=1)
        working_days += _is_working_day(day, holidays)
    return day


def _is_working_day(day: date, holidays: Collection[date]) -> bool:
    return day.weekday() < SATURDAY and day not in holidays


def _start_of_day_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=BRUSSELS).astimezone(UTC)
