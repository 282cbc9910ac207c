"""Months of professional experience, exactly, without Django (epso 2.10, 4.4).

A calendar month of full-time work is one month; a day in it is worth its part of that month. Part-time
work counts pro rata, and periods that overlap never count for more than full time together.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Final

DOCTORATE_MONTHS: Final = 36
"""A doctorate counts for at most three years, beyond what other work of the same time gives."""


@dataclass(frozen=True, slots=True)
class Period:
    """Work from `start` to `end`, both days included, at `percentage` (1 to 100) of full time."""

    start: date
    end: date
    percentage: int = 100


@dataclass(frozen=True, slots=True)
class Entry:
    """What a candidate entered about one period. `end` is None for work that goes on."""

    kind: str
    start: date
    end: date | None
    percentage: int
    is_paid: bool
    is_in_field: bool


@dataclass(frozen=True, slots=True)
class Route:
    """What the notice asks, in years; `years_in_field` is part of `years_experience`."""

    years_experience: int
    years_in_field: int | None


@dataclass(frozen=True, slots=True)
class Totals:
    """Months counted: all, and those in the field of the competition."""

    months: Fraction
    months_in_field: Fraction


_PARTS: Final = 28 * 29 * 30 * 31 // 2
"""A month in parts so small that a day of any month is a whole number of them: sums stay whole numbers."""


def months(start: date, end: date) -> Fraction:
    """The days from `start` to `end`, both included, in calendar months; 0 when `end` is earlier."""
    return Fraction(_parts(start, end), _PARTS)


def _parts(start: date, end: date) -> int:
    if end < start:
        return 0
    if (start.year, start.month) == (end.year, end.month):
        return (end.day - start.day + 1) * _parts_of_a_day(start)
    first = (_days_in_month(start) - start.day + 1) * _parts_of_a_day(start)
    last = end.day * _parts_of_a_day(end)
    between = (end.year - start.year) * 12 + end.month - start.month - 1
    return first + between * _PARTS + last


def _parts_of_a_day(day: date) -> int:
    return _PARTS // _days_in_month(day)


def _days_in_month(day: date) -> int:
    return monthrange(day.year, day.month)[1]


def counted_months(periods: Iterable[Period]) -> Fraction:
    """Months of full-time work in `periods`; on no day do they count for more than 100 percent together."""
    work = [period for period in periods if period.start <= period.end]
    edges = sorted({day for p in work for day in (p.start, p.end + _ONE_DAY)})
    counted = sum(_parts(begin, after - _ONE_DAY) * _percent(work, begin) for begin, after in pairwise(edges))
    return Fraction(counted, _PARTS * 100)


_ONE_DAY: Final = timedelta(days=1)


def _percent(work: Iterable[Period], day: date) -> int:
    return min(sum(period.percentage for period in work if period.start <= day <= period.end), 100)


def counts(entry: Entry) -> bool:
    """Say whether this kind of experience counts at all: voluntary work and internships only where paid."""
    if entry.kind in ("VOLUNTARY", "INTERNSHIP"):
        return entry.is_paid
    if entry.kind == "DOCTORATE":
        return entry.end is not None
    return entry.kind == "LEAVE" or entry.kind == "MILITARY" or entry.is_paid


def totals(entries: Iterable[Entry], *, until: date) -> Totals:
    """Count the experience gained up to and including the day `until`."""
    taken = [entry for entry in entries if counts(entry)]
    in_field = [entry for entry in taken if entry.is_in_field]
    return Totals(_with_doctorates(taken, until), _with_doctorates(in_field, until))


def total_months(entries: Iterable[Entry], *, until: date) -> Fraction:
    """The first of the totals alone: months of every kind that counts, up to and including `until`."""
    return _with_doctorates([entry for entry in entries if counts(entry)], until)


def _with_doctorates(entries: list[Entry], until: date) -> Fraction:
    others = [entry for entry in entries if entry.kind != "DOCTORATE"]
    work = counted_months(_period(entry, until) for entry in others)
    finished = [e for e in entries if e.kind == "DOCTORATE" and e.end is not None and e.end <= until]
    if not finished:
        return work
    everything = counted_months(_period(entry, until) for entry in (*others, *finished))
    return work + min(everything - work, Fraction(DOCTORATE_MONTHS))


def _period(entry: Entry, until: date) -> Period:
    return Period(entry.start, min(entry.end or until, until), entry.percentage)


def meets(route: Route, found: Totals) -> bool:
    """Say whether the months counted reach what a route asks."""
    asked_in_field = (route.years_in_field or 0) * 12
    return found.months >= route.years_experience * 12 and found.months_in_field >= asked_in_field
