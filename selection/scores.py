"""Exact scores: the value of one correct answer, and how a fraction is written.

Every score, total and threshold of the ranking is a rational number. Nothing here rounds, except
`as_decimal`, which exists for people's eyes and is never compared.
"""

import re
from decimal import Decimal
from fractions import Fraction

WRITTEN_FRACTION = re.compile(r"-?[0-9]+(/[1-9][0-9]*)?")

Rational = int | Fraction


def value_of_one_answer(*, maximum: Rational, questions: int, neutralised: int) -> Fraction:
    """The points one correct answer brings.

    The maximum is shared among the questions that were not neutralised, so cancelling two of twenty
    questions makes each of the other eighteen worth maximum/18.
    """
    return Fraction(maximum, questions - neutralised)


def exact(value: Rational) -> str:
    """The number in lowest terms: "23/2", or "12" where it is whole. `parse_exact` reads it back."""
    return str(Fraction(value))


def parse_exact(text: str) -> Fraction:
    """The number written by `exact`; ValueError for anything else, decimal points and spaces included."""
    if WRITTEN_FRACTION.fullmatch(text) is None:
        raise ValueError(f"not a whole number or a fraction: {text!r}")
    return Fraction(text)


def fraction_of(value: Rational | Decimal) -> Fraction:
    """The same number as a fraction; a Decimal is taken digit for digit, so 7.25 is 29/4."""
    return Fraction(value)


def as_decimal(value: Rational, places: int) -> str:
    """The number with so many decimal places, for display only.

    Rounds half to even, with a full stop and no grouping; the reader's own decimal sign is put in
    where the number is shown. Two different totals may look alike here: show `exact` beside it
    wherever a decision hangs on the difference.
    """
    steps = round(Fraction(value) * 10**places)
    whole, rest = divmod(abs(steps), 10**places)
    sign = "-" if steps < 0 else ""
    return f"{sign}{whole}.{rest:0{places}d}" if places else f"{sign}{whole}"
