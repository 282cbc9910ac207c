"""Pass marks and totals as whole numbers over common denominators.

Every comparison here is one of two integers, and says exactly what the comparison of the two fractions
would say: both sides were multiplied by the same positive number.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from selection.ranking.candidates import Column
from selection.ranking.outcomes import Reason, ReasonCode
from selection.ranking.rules import RankedTest, Rules, Stage
from selection.scores import Rational


@dataclass(frozen=True, slots=True)
class Sum:
    """A weighted sum of scores, over `denominator`: sum of values × factor of each column."""

    columns: tuple[list[int], ...]
    factors: tuple[int, ...]
    denominator: int

    def of(self, candidate: int) -> int:
        """The sum for the candidate in this row, or -1 where a score is missing."""
        total = 0
        for values, factor in zip(self.columns, self.factors, strict=True):
            value = values[candidate]
            if value < 0:
                return -1
            total += value * factor
        return total


@dataclass(frozen=True, slots=True)
class PassCheck:
    """A pass mark on one test or on the sum of a group, in the sum's own denominator."""

    reason: Reason
    sum: Sum
    minimum: int

    def is_missed_by(self, candidate: int) -> bool:
        """Whether a complete sum lies below the pass mark; a sum that lacks a score is not judged."""
        return -1 < self.sum.of(candidate) < self.minimum


def weighted_sum(columns: Iterable[Column], shares: Iterable[Rational], also: Rational = 0) -> Sum:
    """The sum of share × score over the columns, in a denominator that divides `also` evenly too."""
    columns = tuple(columns)
    exact_factors = [
        Fraction(share) / column.denominator for column, share in zip(columns, shares, strict=True)
    ]
    denominator = math.lcm(also.denominator, *(factor.denominator for factor in exact_factors))
    factors = tuple(int(factor * denominator) for factor in exact_factors)
    return Sum(tuple(column.values for column in columns), factors, denominator)


def total_of(rules: Rules, stage: Stage, columns: Mapping[str, Column]) -> Sum:
    """The total of a ranking: weight × score / maximum, summed over the tests that carry a weight in it."""
    tests = rules.weighed_in(stage)
    shares = [Fraction(test.weight(stage) or 0) / (test.maximum or 1) for test in tests]
    return weighted_sum([columns[test.code] for test in tests], shares)


def pass_checks(
    rules: Rules, judged: tuple[RankedTest, ...], columns: Mapping[str, Column]
) -> tuple[PassCheck, ...]:
    """Every pass mark on these tests and on their groups, in the order of the tests, groups last."""
    checks = [
        _check(Reason(ReasonCode.BELOW_PASS_MARK, test=test.code), [columns[test.code]], test.pass_mark)
        for test in judged
        if test.pass_mark is not None
    ]
    codes = {test.code for test in judged}
    for group in sorted(rules.groups):
        tests = rules.tests_of(group)
        if tests[0].code in codes:
            reason = Reason(ReasonCode.BELOW_GROUP_PASS_MARK, group=group)
            checks.append(_check(reason, [columns[test.code] for test in tests], rules.groups[group]))
    return tuple(checks)


def _check(reason: Reason, columns: list[Column], pass_mark: Rational) -> PassCheck:
    total = weighted_sum(columns, [1] * len(columns), also=pass_mark)
    return PassCheck(reason, total, int(pass_mark * total.denominator))


def threshold_of(totals: Iterable[int], places: int) -> int | None:
    """The total of the last place: the places-th highest, or the lowest where there are fewer totals.

    Whoever has this total or more is in, however many they are. None where there is no total at all.
    """
    highest = sorted(totals, reverse=True)[:places]  # finds the value at the last place; selects nobody
    return highest[-1] if highest else None


def groups_of_equal_total(candidates: Iterable[int], totals: list[int]) -> Iterable[list[int]]:
    """The candidates from the highest total down, everybody with the same total together."""
    ordered = sorted(candidates, key=totals.__getitem__, reverse=True)
    return (list(group) for _, group in groupby(ordered, key=totals.__getitem__))
