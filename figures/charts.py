"""Bars of a chart: the arithmetic, without Django.

A chart is a list of bars, each with a label in words, a value and a length in thousandths of the longest.
Words stand in the page as text, so that they can be read aloud, wrapped and enlarged; only bars are drawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

FULL: Final = 1000


@dataclass(frozen=True, slots=True)
class Bar:
    """`value` None is a number that is not shown; its bar has no length."""

    label: str
    value: int | None
    length: int
    is_approximate: bool = False


def bars(rows: Sequence[tuple[str, int | None, bool]]) -> list[Bar]:
    """One bar a row (label, value, whether approximate), the longest of them `FULL` long."""
    longest = max((value for _label, value, _about in rows if value is not None), default=0)
    return [Bar(label, value, _length(value, longest), about) for label, value, about in rows]


def _length(value: int | None, longest: int) -> int:
    if not value or not longest:
        return 0
    return max(round(FULL * value / longest), 1)
