"""Exact numbers as a reader of the active language sees them: the fraction, and the decimal beside it."""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from core.formats import format_decimal_exact
from core.languages import active_code
from selection.scores import as_decimal, parse_exact

PLACES: Final = 4
"""Decimal places shown; whatever is decided is decided by the fraction, which is shown too."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A number in lowest terms ("153/2"), as a decimal ("76,5"), and whether that decimal is rounded."""

    exact: str
    decimal: str
    is_rounded: bool

    def __str__(self) -> str:
        if "/" not in self.exact:
            return self.decimal
        return f"{self.exact} {'≈' if self.is_rounded else '='} {self.decimal}"


def shown(exact: str | None) -> Shown | None:
    """The number written by `selection.scores.exact`; None for None."""
    return None if exact is None else _shown(exact, active_code())


@lru_cache(maxsize=65_536)
def _shown(exact: str, language: str) -> Shown:
    value = parse_exact(exact)
    decimal = Decimal(as_decimal(value, PLACES))
    plain = decimal.to_integral_value() if decimal == decimal.to_integral_value() else decimal.normalize()
    is_rounded = decimal.as_integer_ratio() != value.as_integer_ratio()
    return Shown(exact, format_decimal_exact(plain), is_rounded)
