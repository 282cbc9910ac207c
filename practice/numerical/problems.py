"""Questions about a table: what is asked, the exact answer, typical mistakes, and the working."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import count
from typing import Final

from practice.numerical.options import choices, is_clear, rounded
from practice.numerical.tables import Table, make_table
from practice.seeds import Draw


class Ask(StrEnum):
    """What is asked of a table."""

    CHANGE = "change"
    """By how many percent a figure changed between two years."""
    SHARE = "share"
    """What percentage of all countries together one country has."""
    RATIO = "ratio"
    """How many times as high one country's figure is as another's."""
    DIFFERENCE = "difference"
    """How much more one country's figure changed than another's."""
    AVERAGE = "average"
    """The mean of a country's figures in all years."""
    PROJECTION = "projection"
    """The figure of the next year, if it changes by a given percentage."""
    FASTEST = "fastest"
    """Whose figure grew most, in percent."""


class Unit(StrEnum):
    """How an answer is written."""

    AMOUNT = "amount"
    TIMES = "times"
    PERCENT = "percent"
    CHANGE = "change"
    """A percentage with its sign."""
    COUNTRY = "country"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the question names besides the table."""

    country: str = ""
    other: str = ""
    year: int = 0
    later: int = 0
    percent: int = 0


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a working and how it is written."""

    value: Decimal
    unit: Unit = Unit.AMOUNT


Working = tuple[Quantity | str, ...]
"""Numbers, signs of arithmetic, and ISO codes of countries, in reading order."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A question. Options are Decimals (with their decimals) or ISO codes; one, at `right`, is right."""

    table: Table
    ask: Ask
    facts: Facts
    unit: Unit
    options: tuple[Decimal | str, ...]
    right: int
    workings: tuple[Working, ...]


@dataclass(frozen=True, slots=True)
class _Sum:
    """A question whose answer is a number, before its options are drawn."""

    facts: Facts
    unit: Unit
    answer: Fraction
    mistakes: tuple[Fraction, ...]
    working: Working


PLACES: Final = {Unit.AMOUNT: 0, Unit.TIMES: 2, Unit.PERCENT: 1, Unit.CHANGE: 1}
_SMALLEST: Final[dict[Unit, Fraction | int]] = {
    Unit.AMOUNT: 10,
    Unit.TIMES: Fraction(1, 4),
    Unit.PERCENT: 4,
    Unit.CHANGE: 3,
}
_LEAD: Final = Fraction(2, 100)
"""Growth of the fastest country is ahead of the next by two percentage points or more."""


def make_problem(seed: str, number: int) -> Problem:
    """The question of a seed at a place of the test, counted from 1. The same for ever."""
    ask = _ask(seed, number)
    for attempt in count():
        draw = Draw("numerical", seed, number, attempt)
        table = make_table(draw)
        problem = _fastest(table, draw) if ask == Ask.FASTEST else _of_number(table, ask, draw)
        if problem:
            return problem
    raise AssertionError("counting does not end")


def _ask(seed: str, number: int) -> Ask:
    """All kinds come once before one comes again."""
    turn, place = divmod(number - 1, len(Ask))
    return Draw("numerical asks", seed, turn).shuffled(tuple(Ask))[place]


def _of_number(table: Table, ask: Ask, draw: Draw) -> Problem | None:
    found = _SUMS[ask](table, draw)
    places = PLACES[found.unit]
    if abs(found.answer) < _SMALLEST[found.unit] or not is_clear(found.answer, places):
        return None
    options, right = choices(draw, found.answer, found.mistakes, places)
    if found.unit != Unit.CHANGE and options[0] <= 0:
        return None
    return Problem(table, ask, found.facts, found.unit, options, right, (found.working,))


# The kinds


def _change(table: Table, draw: Draw) -> _Sum:
    country = draw.choice(table.countries)
    year, later = _two_years(table, draw)
    old, new = table.value(country, year), table.value(country, later)
    nearby = table.value(country, table.years[-1] if later != table.years[-1] else table.years[-2])
    answer = Fraction(new - old, old) * 100
    mistakes = (
        Fraction(new - old, new) * 100,  # divided by the later figure
        -answer,  # the wrong way
        Fraction(nearby - old, old) * 100,  # another year
        Fraction(new, old) * 10,  # the ratio, and a decimal slipped
        Fraction(new - old, new + old) * 200,  # divided by the mean
    )
    working = _change_of(table, country, year, later)
    return _Sum(
        Facts(country, year=year, later=later),
        Unit.CHANGE,
        answer,
        mistakes,
        _equals(working, answer, Unit.CHANGE),
    )


def _share(table: Table, draw: Draw) -> _Sum:
    country, other = draw.sample(table.countries, 2)
    year, later = _two_years(table, draw)
    part, whole = table.value(country, year), sum(table.column(year))
    answer = Fraction(part, whole) * 100
    mistakes = (
        Fraction(part, whole - part) * 100,  # of all the others
        Fraction(table.value(country, later), sum(table.column(later))) * 100,  # another year
        Fraction(table.value(other, year), whole) * 100,  # another country
        Fraction(part, max(table.column(year)) + part) * 100,  # of the largest and this one
        Fraction(part, sum(table.column(later))) * 100,  # of the total of another year
    )
    working = (_amount(part), "÷", "(", *_added(table.column(year)), ")")
    return _Sum(
        Facts(country, year=year), Unit.PERCENT, answer, mistakes, _equals(working, answer, Unit.PERCENT)
    )


def _ratio(table: Table, draw: Draw) -> _Sum:
    country, other = draw.sample(table.countries, 2)
    year, later = _two_years(table, draw)
    one, two = table.value(country, year), table.value(other, year)
    answer = Fraction(one, two)
    mistakes = (
        Fraction(two, one),  # the wrong way round
        Fraction(abs(one - two), two),  # how much more, not how many times
        Fraction(table.value(country, later), table.value(other, later)),  # another year
        Fraction(one, table.value(other, later)),  # years mixed
        Fraction(one, one + two),  # a share of both
    )
    working = (_amount(one), "÷", _amount(two))
    return _Sum(
        Facts(country, other, year=year), Unit.TIMES, answer, mistakes, _equals(working, answer, Unit.TIMES)
    )


def _difference(table: Table, draw: Draw) -> _Sum:
    country, other = draw.sample(table.countries, 2)
    year, later = _two_years(table, draw)
    values = [table.value(each, when) for each in (country, other) for when in (year, later)]
    one, two = abs(values[1] - values[0]), abs(values[3] - values[2])
    if one < two:
        country, other, one, two = other, country, two, one
        values = values[2:] + values[:2]
    answer = Fraction(one - two)
    mistakes = (
        Fraction(one + two),  # added
        Fraction(one),  # the first change alone
        Fraction(abs(values[1] - values[3])),  # the later year alone
        Fraction(abs(values[0] - values[2])),  # the earlier year alone
    )
    working = (*_between(values[0], values[1]), "−", *_between(values[2], values[3]))
    facts = Facts(country, other, year=year, later=later)
    return _Sum(facts, Unit.AMOUNT, answer, mistakes, _equals(working, answer, Unit.AMOUNT))


def _average(table: Table, draw: Draw) -> _Sum:
    country, other = draw.sample(table.countries, 2)
    row = table.row(country)
    answer = Fraction(sum(row), len(row))
    mistakes = (
        Fraction(row[0] + row[-1], 2),  # first and last only
        Fraction(sorted(row)[len(row) // 2]),  # the middle one
        Fraction(sum(table.row(other)), len(row)),  # another country
        Fraction(sum(row), len(row) + 1),  # divided by one too many
        Fraction(sum(row), len(row) - 1),  # or too few
    )
    working = ("(", *_added(row), ")", "÷", _amount(len(row)))
    return _Sum(Facts(country), Unit.AMOUNT, answer, mistakes, _equals(working, answer, Unit.AMOUNT))


def _projection(table: Table, draw: Draw) -> _Sum:
    country = draw.choice(table.countries)
    percent = draw.choice((-1, 1)) * draw.between(3, 28)
    last, before = table.row(country)[-1], table.row(country)[-2]
    factor = 1 + Fraction(percent, 100)
    answer = last * factor
    mistakes = (
        before * factor,  # from the year before
        last * (1 - Fraction(percent, 100)),  # the wrong way
        last / (1 - Fraction(percent, 100)),  # divided by what is left
        last + Fraction(percent * last, 1000),  # a decimal slipped
        last + Fraction(last - before),  # the last change once more
    )
    year = table.years[-1]
    working = _grown(last, percent)
    facts = Facts(country, year=year, later=year + 1, percent=percent)
    return _Sum(facts, Unit.AMOUNT, answer, mistakes, _equals(working, answer, Unit.AMOUNT))


_SUMS: Final[dict[Ask, Callable[[Table, Draw], _Sum]]] = {
    Ask.CHANGE: _change,
    Ask.SHARE: _share,
    Ask.RATIO: _ratio,
    Ask.DIFFERENCE: _difference,
    Ask.AVERAGE: _average,
    Ask.PROJECTION: _projection,
}


def _fastest(table: Table, draw: Draw) -> Problem | None:
    """Whose figure grew most: answers are the countries of the table, in its order."""
    year, later = _two_years(table, draw)
    growth = [
        Fraction(table.value(each, later) - table.value(each, year), table.value(each, year))
        for each in table.countries
    ]
    best, next_best = sorted(growth, reverse=True)[:2]
    if best <= 0 or best - next_best < _LEAD:
        return None
    workings = tuple(
        (each, ":", *_equals(_change_of(table, each, year, later), change * 100, Unit.CHANGE))
        for each, change in zip(table.countries, growth, strict=True)
    )
    facts = Facts(year=year, later=later)
    return Problem(table, Ask.FASTEST, facts, Unit.COUNTRY, table.countries, growth.index(best), workings)


# Parts of workings


def _change_of(table: Table, country: str, year: int, later: int) -> Working:
    old, new = table.value(country, year), table.value(country, later)
    return ("(", _amount(new), "−", _amount(old), ")", "÷", _amount(old))


def _grown(value: int, percent: int) -> Working:
    sign = "+" if percent > 0 else "−"
    return (_amount(value), sign, _amount(value), "×", Quantity(Decimal(abs(percent)), Unit.PERCENT))


def _added(values: tuple[int, ...]) -> Working:
    parts: list[Quantity | str] = []
    for value in values:
        parts += ["+", _amount(value)] if parts else [_amount(value)]
    return tuple(parts)


def _equals(working: Working, answer: Fraction, unit: Unit) -> Working:
    """The working with its result; "≈" where the result is rounded."""
    shown = rounded(answer, PLACES[unit])
    sign = "=" if Fraction(shown) == answer else "≈"
    return (*working, sign, Quantity(shown, unit))


def _between(one: int, two: int) -> Working:
    """How far two figures lie apart, the greater one first."""
    return ("(", _amount(max(one, two)), "−", _amount(min(one, two)), ")")


def _amount(value: int) -> Quantity:
    return Quantity(Decimal(value))


def _two_years(table: Table, draw: Draw) -> tuple[int, int]:
    one, two = draw.sample(table.years, 2)
    return min(one, two), max(one, two)
