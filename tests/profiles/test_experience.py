"""Months of experience, against a slow count of day after day."""

from calendar import monthrange
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from profiles.experience import Entry, Period, Route, Totals, counted_months, meets, months, totals

DAYS = st.dates(date(2015, 1, 1), date(2019, 12, 31))
PERIODS = st.lists(st.builds(Period, DAYS, DAYS, st.integers(1, 100)), max_size=6)


def day_by_day(periods):
    """Each day is worth its part of a calendar month, at the share worked on it, at most the whole."""
    total, day = Fraction(0), date(2015, 1, 1)
    while day <= date(2019, 12, 31):
        share = min(sum(p.percentage for p in periods if p.start <= day <= p.end), 100)
        total += Fraction(share, 100) / monthrange(day.year, day.month)[1]
        day += timedelta(days=1)
    return total


@given(PERIODS)
def test_the_count_is_that_of_day_after_day(periods):
    assert counted_months(periods) == day_by_day(periods)


@given(PERIODS, st.randoms())
def test_the_order_of_periods_does_not_matter(periods, random):
    shuffled = list(periods)
    random.shuffle(shuffled)
    assert counted_months(shuffled) == counted_months(periods)


@given(PERIODS, st.builds(Period, DAYS, DAYS, st.integers(1, 100)))
def test_more_work_never_counts_for_less(periods, more):
    assert counted_months([*periods, more]) >= counted_months(periods)


@given(PERIODS)
def test_nobody_works_more_than_full_time(periods):
    assert counted_months(periods) <= 60


def test_a_calendar_year_is_twelve_months():
    assert months(date(2024, 1, 1), date(2024, 12, 31)) == 12


def test_part_of_a_month_is_its_days_over_the_days_of_that_month():
    assert months(date(2024, 2, 20), date(2024, 3, 10)) == Fraction(10, 29) + Fraction(10, 31)


def test_a_period_that_ends_before_it_starts_counts_nothing():
    assert months(date(2024, 2, 2), date(2024, 2, 1)) == 0


def test_two_halves_at_the_same_time_are_a_whole_and_three_are_no_more():
    half = Period(date(2024, 1, 1), date(2024, 6, 30), 50)
    assert [counted_months([half] * times) for times in (1, 2, 3)] == [3, 6, 6]


def entry(kind="PAID", start=date(2020, 1, 1), end=date(2020, 12, 31), **changes):
    values = {"percentage": 100, "is_paid": True, "is_in_field": False, **changes}
    return Entry(kind, start, end, **values)


UNTIL = date(2024, 12, 31)


@pytest.mark.parametrize(
    "kind, is_paid, expected",
    [
        ("PAID", True, 12),
        ("PAID", False, 0),
        ("VOLUNTARY", True, 12),
        ("VOLUNTARY", False, 0),
        ("INTERNSHIP", True, 12),
        ("INTERNSHIP", False, 0),
        ("MILITARY", False, 12),
        ("LEAVE", False, 12),
        ("DOCTORATE", False, 12),
    ],
)
def test_what_counts_by_kind_of_experience(kind, is_paid, expected):
    assert totals([entry(kind, is_paid=is_paid)], until=UNTIL).months == expected


def test_a_doctorate_counts_for_three_years_at_most_beyond_other_work():
    doctorate = entry("DOCTORATE", date(2015, 1, 1), date(2019, 12, 31))
    assert totals([doctorate], until=UNTIL).months == 36
    assert totals([doctorate, entry()], until=UNTIL).months == 48
    work_meanwhile = entry(start=date(2015, 1, 1), end=date(2015, 12, 31))
    assert totals([doctorate, work_meanwhile], until=UNTIL).months == 48


def test_a_doctorate_not_completed_in_time_does_not_count():
    assert totals([entry("DOCTORATE", end=None)], until=UNTIL).months == 0
    assert totals([entry("DOCTORATE", end=date(2025, 1, 1))], until=UNTIL).months == 0


def test_work_that_goes_on_counts_until_the_day_that_counts():
    assert totals([entry(end=None)], until=date(2020, 6, 30)).months == 6
    assert totals([entry()], until=date(2020, 3, 31)).months == 3
    assert totals([entry()], until=date(2019, 3, 31)).months == 0


def test_work_in_the_field_is_counted_apart():
    found = totals([entry(is_in_field=True, percentage=50), entry()], until=UNTIL)
    assert found == Totals(Fraction(12), Fraction(6))


@pytest.mark.parametrize(
    "all_months, in_field, expected", [(84, 48, True), (83, 48, False), (84, 47, False), (120, 120, True)]
)
def test_a_route_is_met_when_both_sums_are(all_months, in_field, expected):
    found = Totals(Fraction(all_months), Fraction(in_field))
    assert meets(Route(years_experience=7, years_in_field=4), found) is expected


def test_a_route_without_experience_is_always_met():
    assert meets(Route(0, None), Totals(Fraction(0), Fraction(0))) is True


KINDS = ("PAID", "VOLUNTARY", "INTERNSHIP", "MILITARY", "LEAVE", "DOCTORATE")
LAST_DAY = date(2019, 6, 15)
ENTRIES = st.lists(
    st.builds(
        Entry,
        st.sampled_from(KINDS),
        DAYS,
        st.none() | DAYS,
        st.integers(1, 100),
        st.booleans(),
        st.booleans(),
    ),
    max_size=6,
)


def slow_months(entries):
    """The rules of epso 2.10 one by one, each day counted by itself."""
    work = [e for e in entries if e.kind in ("MILITARY", "LEAVE") or (e.kind != "DOCTORATE" and e.is_paid)]
    finished = [e for e in entries if e.kind == "DOCTORATE" and e.end is not None and e.end <= LAST_DAY]
    periods = {
        name: [Period(e.start, min(e.end or LAST_DAY, LAST_DAY), e.percentage) for e in rows]
        for name, rows in (("work", work), ("all", [*work, *finished]))
    }
    months_of_work = day_by_day(periods["work"])
    return months_of_work + min(day_by_day(periods["all"]) - months_of_work, Fraction(36))


@given(ENTRIES)
@settings(max_examples=40, deadline=None)
def test_totals_of_every_kind_are_those_of_day_after_day(entries):
    found = totals(entries, until=LAST_DAY)
    assert found.months == slow_months(entries)
    assert found.months_in_field == slow_months([entry for entry in entries if entry.is_in_field])


@given(ENTRIES)
@settings(max_examples=40, deadline=None)
def test_the_field_never_counts_for_more_than_everything(entries):
    found = totals(entries, until=LAST_DAY)
    assert 0 <= found.months_in_field <= found.months
