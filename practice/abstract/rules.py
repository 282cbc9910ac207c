"""The language of rules: every way in which a property may go on from figure to figure.

A rule of this language is known by its first three values at most, so all rules that agree with a series
can be listed. An item is sound when all of them, not only the simplest, foretell the same next figure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from practice.abstract.figures import TURN, Property


class Family(IntEnum):
    """The kinds of rules, the simplest first."""

    CONSTANT = 0
    """a a a a a a"""
    STEP = 1
    """a, then always the same step"""
    PERIOD_2 = 2
    """a b a b a b"""
    PERIOD_3 = 3
    """a b c a b c"""
    TWO_STEPS = 4
    """a, then two steps in turn: +2 -1 +2 -1 +2"""
    GROWING_STEP = 5
    """a, then a step that grows or shrinks evenly: +1 +2 +3 +4 +5"""


CYCLES: Final = {Property.ROTATION: TURN, Property.DOT: TURN}
"""Properties that come back to where they began, with the number of steps round."""
STEPPING: Final = frozenset((Property.NUMBER, *CYCLES))
"""Properties that can be counted on by steps; the others have values without an order."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule for one property. `start` holds the values or the first value and its steps."""

    family: Family
    start: tuple[int, ...]
    cycle: int | None = None
    """Steps round, for a property that comes back to where it began."""

    def value_at(self, index: int) -> int:
        """The value in the figure of this index, from 0."""
        value = self._value_at(index)
        return value % self.cycle if self.cycle and self.family in _STEP_FAMILIES else value

    def _value_at(self, index: int) -> int:
        if self.family not in _STEP_FAMILIES:
            return self.start[index % len(self.start)]
        first, step, other = (*self.start, *self.start[-1:])[:3]
        if self.family == Family.GROWING_STEP:
            return first + step * index + other * (index * (index - 1) // 2)
        return first + step * ((index + 1) // 2) + other * (index // 2)

    def values(self, count: int) -> tuple[int, ...]:
        """The values in the first `count` figures."""
        return tuple(self.value_at(index) for index in range(count))


_STEP_FAMILIES: Final = frozenset((Family.STEP, Family.TWO_STEPS, Family.GROWING_STEP))


def consistent_rules(prop: Property, seen: Sequence[int]) -> tuple[Rule, ...]:
    """Every rule of the language that gives the values seen (three or more), the simplest first."""
    return tuple(rule for rule in _fitted(prop, seen) if rule.values(len(seen)) == tuple(seen))


def simplest_rules(prop: Property, seen: Sequence[int]) -> tuple[Rule, ...]:
    """The consistent rules of the simplest family that has any."""
    rules = consistent_rules(prop, seen)
    return tuple(rule for rule in rules if rule.family == rules[0].family)


def _fitted(prop: Property, seen: Sequence[int]) -> list[Rule]:
    """One candidate of each family: the only one that can give the first values."""
    first, second, third = seen[:3]
    candidates = [Rule(Family.CONSTANT, (first,))]
    cycle = CYCLES.get(prop)
    step, then = second - first, third - second
    if prop in STEPPING:
        candidates.append(Rule(Family.STEP, (first, _way(step, cycle)), cycle))
    candidates.append(Rule(Family.PERIOD_2, (first, second)))
    candidates.append(Rule(Family.PERIOD_3, (first, second, third)))
    if prop in STEPPING:
        two = (first, _way(step, cycle), _way(then, cycle))
        candidates.append(Rule(Family.TWO_STEPS, two, cycle))
        growing = (first, _way(step, cycle), _way(then - step, cycle))
        candidates.append(Rule(Family.GROWING_STEP, growing, cycle))
    return candidates


def _way(step: int, cycle: int | None) -> int:
    """A step the short way round: seven clockwise are one anticlockwise."""
    if cycle is None:
        return step
    step %= cycle
    return step - cycle if step > cycle // 2 else step
