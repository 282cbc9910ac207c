"""Scores, weights and times of a notice as the reader writes them."""

from datetime import datetime
from decimal import Decimal

from babel.numbers import format_percent

from core.formats import BRUSSELS, format_date, format_datetime_brussels, format_decimal_exact
from core.languages import active_code, cldr_locale


def score(value: Decimal | None) -> str:
    """A score or pass mark without the zeros that the column adds: 10.000 → "10", 12.500 → "12.5"."""
    return "" if value is None else format_decimal_exact(Decimal(f"{value.normalize():f}"))


def weight(value: Decimal | None) -> str:
    """A weight in percent with every digit it has; a dash where the test carries none."""
    if value is None:
        return "–"
    locale = cldr_locale(active_code())
    return format_percent(value.normalize() / 100, locale=locale, decimal_quantization=False)


def names_a_day(instant: datetime) -> bool:
    """Whether the notice gives a day only: then its Brussels midnight stands for it."""
    local = instant.astimezone(BRUSSELS)
    return (local.hour, local.minute) == (0, 0)


def day_or_time(instant: datetime | None) -> str:
    """The day of an instant, with the Brussels time unless the notice names a day only."""
    if instant is None:
        return ""
    if names_a_day(instant):
        return format_date(instant.astimezone(BRUSSELS).date())
    return format_datetime_brussels(instant)
