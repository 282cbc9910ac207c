"""Time limits, on days that can be counted in a calendar, and on any day at all."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selection.periods import BRUSSELS, Period, compute_time_limit, deadline_passed

REVIEW = Period(days=5)
CONTEST_A_QUESTION = Period(days=3)
COMPLAINT = Period(months=3, extends_over_rest_days=True)
ACTION = Period(months=3, days=10, extends_over_rest_days=True)

DAY_ONE, LAST_DAY = datetime.fromisoformat("2020-01-01"), datetime.fromisoformat("2039-12-31")
INSTANTS = st.datetimes(DAY_ONE, LAST_DAY, timezones=st.just(UTC))
SUMMER_TIME_CHANGES = [date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28), date(2027, 10, 31)]
NEAR_A_CHANGE = st.builds(
    lambda day, hours: datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=hours),
    st.sampled_from(SUMMER_TIME_CHANGES),
    st.floats(-150, 30),
)
PERIODS = st.builds(
    Period, months=st.integers(0, 40), days=st.integers(1, 40), extends_over_rest_days=st.booleans()
)


def brussels(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=BRUSSELS)


@pytest.mark.parametrize(
    "event_at, period, last_day",
    [
        (brussels(2026, 6, 1, 9), REVIEW, date(2026, 6, 6)),  # a Monday; the Saturday counts
        (brussels(2026, 6, 1, 23, 59), REVIEW, date(2026, 6, 6)),
        (datetime(2026, 6, 1, 22, 0, tzinfo=UTC), REVIEW, date(2026, 6, 7)),  # 2 June in Brussels
        (brussels(2026, 12, 30, 12), CONTEST_A_QUESTION, date(2027, 1, 2)),
        (brussels(2026, 2, 5, 12), COMPLAINT, date(2026, 5, 5)),
        (brussels(2026, 11, 30, 12), Period(months=3), date(2027, 2, 28)),  # no 30 February
        (brussels(2027, 11, 30, 12), Period(months=3), date(2028, 2, 29)),
        (brussels(2026, 10, 31, 12), Period(months=14), date(2027, 12, 31)),
        (brussels(2026, 2, 9, 12), COMPLAINT, date(2026, 5, 11)),  # 9 May is a Saturday, 10 a Sunday
        (brussels(2026, 2, 9, 12), Period(months=3), date(2026, 5, 9)),
        (brussels(2026, 2, 9, 12), ACTION, date(2026, 5, 19)),  # extended once, at the end of both
        (brussels(2026, 2, 13, 12), ACTION, date(2026, 5, 25)),  # 23 May is a Saturday
    ],
)
def test_the_last_day_of_a_period(event_at: datetime, period: Period, last_day: date) -> None:
    assert compute_time_limit(event_at=event_at, period=period).last_day == last_day


def test_a_period_that_extends_over_rest_days_has_two_working_days_in_it() -> None:
    friday = brussels(2026, 6, 5, 15)
    three = Period(days=3, extends_over_rest_days=True)
    assert compute_time_limit(event_at=friday, period=three).last_day == date(2026, 6, 9)
    assert compute_time_limit(event_at=friday, period=CONTEST_A_QUESTION).last_day == date(2026, 6, 8)


def test_a_period_of_one_day_is_only_moved_off_a_rest_day() -> None:
    one = Period(days=1, extends_over_rest_days=True)
    assert compute_time_limit(event_at=brussels(2026, 6, 5), period=one).last_day == date(2026, 6, 8)
    assert compute_time_limit(event_at=brussels(2026, 6, 3), period=one).last_day == date(2026, 6, 4)


def test_a_period_does_not_end_on_a_holiday() -> None:
    holidays = {date(2026, 12, 24) + timedelta(days=days) for days in range(10)}
    event_at = brussels(2026, 9, 24, 10)
    limit = compute_time_limit(event_at=event_at, period=COMPLAINT, holidays=holidays)
    assert limit.last_day == date(2027, 1, 4)  # 2 and 3 January are a week-end
    assert compute_time_limit(event_at=event_at, period=COMPLAINT).last_day == date(2026, 12, 24)
    plain = Period(months=3)
    assert compute_time_limit(event_at=event_at, period=plain, holidays=holidays).last_day.day == 24


@pytest.mark.parametrize(
    "event_at, first_too_late",
    [
        (brussels(2026, 6, 1, 9), datetime(2026, 6, 6, 22, tzinfo=UTC)),
        (brussels(2026, 12, 1, 9), datetime(2026, 12, 6, 23, tzinfo=UTC)),
        (brussels(2026, 3, 24, 9), datetime(2026, 3, 29, 22, tzinfo=UTC)),  # ends on the day of 23 hours
        (brussels(2026, 10, 20, 9), datetime(2026, 10, 25, 23, tzinfo=UTC)),  # ends on the day of 25 hours
    ],
)
def test_the_first_instant_too_late_is_midnight_in_brussels(
    event_at: datetime, first_too_late: datetime
) -> None:
    assert compute_time_limit(event_at=event_at, period=REVIEW).first_too_late == first_too_late


def test_the_last_microsecond_of_the_last_day_is_in_time() -> None:
    limit = compute_time_limit(event_at=brussels(2026, 6, 1, 9), period=REVIEW)
    last = datetime(2026, 6, 6, 23, 59, 59, 999999, tzinfo=BRUSSELS)
    assert not deadline_passed(received_at=last, first_too_late=limit.first_too_late)
    assert deadline_passed(received_at=brussels(2026, 6, 7), first_too_late=limit.first_too_late)


def test_the_hour_that_comes_twice_is_told_apart() -> None:
    first_time = datetime(2026, 10, 25, 2, 30, fold=0, tzinfo=BRUSSELS)
    second_time = datetime(2026, 10, 25, 2, 15, fold=1, tzinfo=BRUSSELS)
    assert deadline_passed(received_at=second_time, first_too_late=first_time)
    assert not deadline_passed(received_at=first_time, first_too_late=second_time)


def test_an_instant_without_a_zone_is_refused() -> None:
    aware = datetime(2026, 6, 1, tzinfo=UTC)
    naive = aware.replace(tzinfo=None)
    with pytest.raises(ValueError, match="time zone"):
        compute_time_limit(event_at=naive, period=REVIEW)
    with pytest.raises(ValueError, match="time zone"):
        deadline_passed(received_at=naive, first_too_late=aware)
    with pytest.raises(ValueError, match="time zone"):
        deadline_passed(received_at=aware, first_too_late=naive)


@pytest.mark.parametrize("months, days", [(0, 0), (-1, 5), (1, -1)])
def test_a_period_without_length_is_refused(months: int, days: int) -> None:
    with pytest.raises(ValueError, match="a period needs months or days"):
        Period(months=months, days=days)


@given(event_at=st.one_of(INSTANTS, NEAR_A_CHANGE), days=st.integers(1, 60))
def test_a_calendar_day_period_is_that_many_whole_days_in_brussels(event_at: datetime, days: int) -> None:
    limit = compute_time_limit(event_at=event_at, period=Period(days=days))
    end = limit.first_too_late.astimezone(BRUSSELS)
    assert (end.hour, end.minute, end.second, end.microsecond) == (0, 0, 0, 0)
    event_day = event_at.astimezone(BRUSSELS).date()
    assert end.date() - event_day == timedelta(days=days + 1)
    first_of_next_day = datetime.combine(event_day + timedelta(days=1), datetime.min.time(), tzinfo=BRUSSELS)
    hours = (limit.first_too_late - first_of_next_day.astimezone(UTC)) / timedelta(hours=1)
    assert hours - 24 * days in (-1, 0, 1)


@given(event_at=st.one_of(INSTANTS, NEAR_A_CHANGE), period=PERIODS)
def test_the_last_day_is_in_time_and_the_next_is_not(event_at: datetime, period: Period) -> None:
    limit = compute_time_limit(event_at=event_at, period=period)
    last = limit.first_too_late - timedelta(microseconds=1)
    assert last.astimezone(BRUSSELS).date() == limit.last_day
    assert not deadline_passed(received_at=last, first_too_late=limit.first_too_late)
    assert deadline_passed(received_at=limit.first_too_late, first_too_late=limit.first_too_late)
    assert not deadline_passed(received_at=event_at, first_too_late=limit.first_too_late)


@given(event_at=INSTANTS, later=st.timedeltas(timedelta(0), timedelta(days=40)), period=PERIODS)
def test_who_is_told_later_never_has_less_time(event_at: datetime, later: timedelta, period: Period) -> None:
    first = compute_time_limit(event_at=event_at, period=period)
    second = compute_time_limit(event_at=event_at + later, period=period)
    assert second.last_day >= first.last_day


@given(event_at=INSTANTS, period=PERIODS, zone=st.sampled_from(["Asia/Tokyo", "America/New_York", "UTC"]))
def test_the_zone_an_instant_is_given_in_does_not_matter(
    event_at: datetime, period: Period, zone: str
) -> None:
    elsewhere = event_at.astimezone(ZoneInfo(zone))
    assert compute_time_limit(event_at=elsewhere, period=period) == compute_time_limit(
        event_at=event_at, period=period
    )


@given(event_at=INSTANTS, months=st.integers(1, 48))
def test_a_month_period_ends_on_the_same_number_or_the_last_of_the_month(
    event_at: datetime, months: int
) -> None:
    event_day = event_at.astimezone(BRUSSELS).date()
    last_day = compute_time_limit(event_at=event_at, period=Period(months=months)).last_day
    elapsed = (last_day.year - event_day.year) * 12 + last_day.month - event_day.month
    assert elapsed == months
    is_last_of_month = (last_day + timedelta(days=1)).day == 1
    assert last_day.day == event_day.day or (is_last_of_month and last_day.day < event_day.day)


@given(event_at=INSTANTS, period=PERIODS, holidays=st.sets(st.dates(date(2020, 1, 1), date(2043, 12, 31))))
def test_an_extended_period_ends_on_the_first_day_that_will_do(
    event_at: datetime, period: Period, holidays: set[date]
) -> None:
    plain = Period(months=period.months, days=period.days)
    extended = Period(months=period.months, days=period.days, extends_over_rest_days=True)
    day = event_at.astimezone(BRUSSELS).date()
    least = compute_time_limit(event_at=event_at, period=plain).last_day
    got = compute_time_limit(event_at=event_at, period=extended, holidays=holidays).last_day

    def will_do(last: date) -> bool:
        days = [day + timedelta(days=number) for number in range(1, (last - day).days + 1)]
        working = [one for one in days if one.weekday() not in (5, 6) and one not in holidays]
        return last in working and len(working) >= min(2, (least - day).days)

    assert will_do(got)
    assert not any(will_do(least + timedelta(days=days)) for days in range((got - least).days))
