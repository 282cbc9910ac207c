"""Tables of made-up figures: Member States by years, of something that can be counted."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from practice.seeds import Draw

# ISO codes of the Member States. Written here so that a new one does not change the tables already shared.
COUNTRIES: Final = (
    *("BE", "BG", "CZ", "DK", "DE", "EE", "IE", "GR", "ES", "FR", "HR", "IT", "CY", "LV"),
    *("LT", "LU", "HU", "MT", "NL", "AT", "PL", "PT", "RO", "SI", "SK", "FI", "SE"),
)
ROWS: Final = 5
_FIRST_YEARS: Final = (2016, 2020)
_COLUMNS: Final = (3, 4)


class Measure(StrEnum):
    """What is counted."""

    PASSENGERS = "passengers"
    EXPORTS = "exports"
    VISITORS = "visitors"
    ELECTRICITY = "electricity"
    STUDENTS = "students"
    BICYCLES = "bicycles"
    HOUSEHOLDS = "households"
    WASTE = "waste"


# Lowest and highest figure of the first year.
_RANGES: Final = {
    Measure.PASSENGERS: (2_000, 90_000),
    Measure.EXPORTS: (400, 9_000),
    Measure.VISITORS: (150, 4_000),
    Measure.ELECTRICITY: (800, 60_000),
    Measure.STUDENTS: (20, 800),
    Measure.BICYCLES: (30, 900),
    Measure.HOUSEHOLDS: (200, 6_000),
    Measure.WASTE: (500, 9_500),
}


@dataclass(frozen=True, slots=True)
class Table:
    """Figures of `countries` (rows) in `years` (columns, one after the other)."""

    measure: Measure
    countries: tuple[str, ...]
    years: tuple[int, ...]
    cells: tuple[tuple[int, ...], ...]

    def value(self, country: str, year: int) -> int:
        return self.row(country)[self.years.index(year)]

    def row(self, country: str) -> tuple[int, ...]:
        return self.cells[self.countries.index(country)]

    def column(self, year: int) -> tuple[int, ...]:
        index = self.years.index(year)
        return tuple(row[index] for row in self.cells)


def make_table(draw: Draw) -> Table:
    """A table whose figures go up and down by some percent from year to year."""
    measure = draw.choice(tuple(Measure))
    first = draw.between(*_FIRST_YEARS)
    years = tuple(range(first, first + draw.choice(_COLUMNS)))
    countries = draw.sample(COUNTRIES, ROWS)
    low, high = _RANGES[measure]
    # Countries of one table are of the same order of size, so that they can be compared.
    base = draw.between(low, high // 4)
    cells = tuple(_row(draw, draw.between(base, base * 4), len(years)) for _ in countries)
    return Table(measure, countries, years, cells)


def _row(draw: Draw, first: int, length: int) -> tuple[int, ...]:
    row = [first]
    while len(row) < length:
        change = draw.choice((-1, 1, 1)) * draw.between(20, 280)
        row.append(row[-1] * (1000 + change) // 1000)
    return tuple(row)
