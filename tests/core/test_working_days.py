"""Working days of the institutions."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.working_days import add_working_days, days_of_closure, easter, is_working_day

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    "sunday",
    [
        *(date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5), date(2027, 3, 28), date(2028, 4, 16)),
        *(date(2038, 4, 25), date(1954, 4, 18), date(1981, 4, 19)),
    ],
)
def test_easter_falls_on_the_sunday_of_the_calendar(sunday: date) -> None:
    assert easter(sunday.year) == sunday


def test_the_offices_are_closed_on_the_published_days_of_2026() -> None:
    closed = days_of_closure(2026)
    moving = {date(2026, 4, 2), date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 14), date(2026, 5, 15)}
    assert moving | {date(2026, 5, 25), date(2026, 12, 24), date(2026, 7, 21)} <= closed


@given(day=DAYS, count=st.integers(0, 40))
def test_so_many_working_days_lie_after_the_day_up_to_the_last_of_them(day: date, count: int) -> None:
    last = add_working_days(day, count)
    between = [day + timedelta(days=offset) for offset in range(1, (last - day).days + 1)]
    assert sum(map(is_working_day, between)) == count
    assert count == 0 or is_working_day(last)


def test_five_working_days_from_the_day_before_christmas_eve_end_in_january() -> None:
    assert add_working_days(date(2026, 12, 23), 5) == date(2027, 1, 8)
