"""Months as the law counts them: to the same day of a later month, or its last one. No Django here."""

import calendar
from datetime import date
from typing import Final

ANSWER_MONTHS: Final = 1
EXTENDED_MONTHS: Final = 3
"""With a reason, two months more (Article 14(3) of Regulation (EU) 2018/1725)."""


def add_months(day: date, months: int) -> date:
    """31 January and one month → 28 February, or 29."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
