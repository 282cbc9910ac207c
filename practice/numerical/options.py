"""Answers to choose from: exact fractions, rounded as they are shown, never two alike."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Final

from practice.seeds import Draw

OPTIONS: Final = 5
# A wrong answer lies this far from the right one at least: as a share of it, and in last decimals.
_APART_SHARE: Final = Fraction(15, 1000)
_APART_UNITS: Final = 3
# Nothing is asked whose exact answer lies this near (in last decimals) to where rounding turns.
_NEAR_HALF: Final = Fraction(1, 20)


def rounded(value: Fraction, places: int) -> Decimal:
    """The value with that many decimals, halves away from zero."""
    scaled = abs(value) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(-whole if value < 0 else whole).scaleb(-places)


def is_clear(value: Fraction, places: int) -> bool:
    """Whether careful rounding on the way cannot change the answer."""
    scaled = abs(value) * 10**places
    return bool(abs(scaled % 1 - Fraction(1, 2)) > _NEAR_HALF)


def choices(
    draw: Draw, right: Fraction, mistakes: Iterable[Fraction], places: int
) -> tuple[tuple[Decimal, ...], int]:
    """Five answers in ascending order, and the index of the right one.

    Wrong answers are results of typical mistakes where these differ enough, and else numbers nearby. The
    place of the right one is drawn first: who always takes the middle one gains nothing.
    """
    answer = rounded(right, places)
    apart = max(abs(answer) * _as_decimal(_APART_SHARE), _unit(places) * _APART_UNITS)
    lower = draw.below(OPTIONS)
    pool = [rounded(value, places) for value in mistakes if _is_plausible(value, right)]
    below = _chosen(draw, [value for value in pool if value < answer], lower, answer, -apart)
    above = _chosen(draw, [value for value in pool if value > answer], OPTIONS - 1 - lower, answer, apart)
    return (*sorted(below), answer, *sorted(above)), lower


def _chosen(draw: Draw, pool: list[Decimal], count: int, answer: Decimal, apart: Decimal) -> list[Decimal]:
    """`count` wrong answers on one side: two mistakes at most, then numbers that lie evenly nearby."""
    taken: list[Decimal] = []
    for value in draw.shuffled(pool):
        if len(taken) < min(count, 2) and _is_apart(value, [answer, *taken], abs(apart)):
            taken.append(value)
    step = _step(answer, apart)
    distance = 0
    while len(taken) < count:
        distance += 1
        value = answer + step * distance
        if _is_apart(value, [answer, *taken], abs(apart)):
            taken.append(value)
    return taken


def _step(answer: Decimal, apart: Decimal) -> Decimal:
    """A distance of about a ninth of the answer, in the direction of `apart`, with its decimals."""
    size = max(abs(answer) / 9, abs(apart) * 2).quantize(answer)
    return size.copy_sign(apart)


def _is_apart(value: Decimal, others: Iterable[Decimal], apart: Decimal) -> bool:
    return all(abs(value - other) >= apart for other in others)


def _is_plausible(value: Fraction, right: Fraction) -> bool:
    """Of no other order of size; a change may have the wrong sign."""
    return 0 < abs(value) <= abs(right) * 6 and (value > 0 or right < 0 or -value <= abs(right) * 2)


def _unit(places: int) -> Decimal:
    return Decimal(1).scaleb(-places)


def _as_decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)
