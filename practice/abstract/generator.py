"""Makes one item: five figures that follow rules, and five options of which one goes on with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count, product
from typing import Final

from practice.abstract.figures import (
    DIRECTED_SHAPES,
    MOST,
    PLAIN_SHAPES,
    TURN,
    VALUES,
    Dot,
    Figure,
    Fill,
    Property,
    Size,
)
from practice.abstract.rules import CYCLES, Family, Rule
from practice.abstract.solver import fitting_options, foretold
from practice.seeds import Draw

SHOWN: Final = 5
OPTIONS: Final = 5
CHANGING: Final = (1, 2, 2, 2, 2, 3, 3, 3, 3, 4)
"""How many properties change in the first question, the second and so on."""
FROM_THEN_ON_HARD: Final = 6
"""From this question on, one property may follow a rule of the last two families."""

_WITH_SIZES_MOST: Final = 4
_DECOYS: Final = (Property.FILL, Property.SHAPE)
_HARD: Final = (Family.TWO_STEPS, Family.GROWING_STEP)


@dataclass(frozen=True, slots=True)
class Item:
    """A question: what comes after `series`? The option of index `right`, and no other."""

    series: tuple[Figure, ...]
    options: tuple[Figure, ...]
    right: int

    @property
    def telling(self) -> tuple[Property, ...]:
        """The properties that differ anywhere in the item; the others tell nothing."""
        figures = self.series + self.options
        return tuple(prop for prop in Property if len({each[prop] for each in figures}) > 1)


def make_item(seed: str, number: int) -> Item:
    """The item of a seed at a place of the test, counted from 1. The same for ever."""
    for attempt in count():
        draw = Draw("abstract", seed, number, attempt)
        item = _attempt(draw, number)
        if item and fitting_options(item.series, item.options) == (item.right,):
            return item
    raise AssertionError("counting does not end")


def _attempt(draw: Draw, number: int) -> Item | None:
    """An item, or None where its rules leave more than one next figure."""
    changing = draw.sample(tuple(Property), CHANGING[(number - 1) % len(CHANGING)])
    rules = _rules(draw, changing, may_be_hard=number >= FROM_THEN_ON_HARD)
    figures = [Figure(*(int(rules[prop].value_at(index)) for prop in Property)) for index in range(SHOWN + 1)]
    series, right = tuple(figures[:SHOWN]), figures[SHOWN]
    if any(values != {right[prop]} for prop, values in foretold(series).items()):
        return None
    wrong = _wrong_options(draw, series, right, changing)
    options = draw.shuffled((right, *wrong))
    return Item(series, options, options.index(right))


# Rules


def _rules(draw: Draw, changing: Sequence[Property], *, may_be_hard: bool) -> dict[Property, Rule]:
    """A rule for every property: one that changes for those named, constant for the rest."""
    is_directed = Property.ROTATION in changing or draw.below(3) == 0
    domains = _domains(draw, changing, is_directed=is_directed)
    hard = draw.choice([None, *changing]) if may_be_hard else None
    rules = {prop: Rule(Family.CONSTANT, (domains[prop][0],)) for prop in Property}
    for prop in changing:
        families = _families(prop, is_hard=prop == hard)
        rules[prop] = _changing_rule(draw, prop, domains[prop], draw.choice(families))
    return rules


def _domains(
    draw: Draw, changing: Sequence[Property], *, is_directed: bool
) -> dict[Property, tuple[int, ...]]:
    """The values that may be used for each property; the first stands where it does not change."""
    shapes = draw.shuffled(DIRECTED_SHAPES if is_directed else PLAIN_SHAPES)
    numbers = range(1, (_WITH_SIZES_MOST if Property.SIZE in changing else MOST) + 1)
    return {
        Property.SHAPE: shapes,
        Property.NUMBER: tuple(numbers) if Property.NUMBER in changing else (draw.choice((1, 1, 2, 3)),),
        Property.FILL: draw.shuffled(tuple(Fill)),
        Property.SIZE: draw.shuffled(tuple(Size)) if Property.SIZE in changing else (Size.LARGE,),
        Property.ROTATION: draw.shuffled(range(TURN)) if Property.ROTATION in changing else (0,),
        Property.DOT: draw.shuffled(range(TURN)) if Property.DOT in changing else (Dot.NONE,),
    }


def _families(prop: Property, *, is_hard: bool) -> tuple[Family, ...]:
    if prop in CYCLES:
        return _HARD if is_hard else (Family.STEP, Family.STEP, Family.PERIOD_2)
    if prop == Property.NUMBER:
        return (Family.TWO_STEPS,) if is_hard else (Family.STEP, Family.STEP, Family.PERIOD_2)
    return (Family.PERIOD_2, Family.PERIOD_3)


def _changing_rule(draw: Draw, prop: Property, domain: Sequence[int], family: Family) -> Rule:
    """A rule of the family whose values in all six figures lie in the domain, and not all are the same."""
    if family == Family.STEP and len(domain) <= SHOWN:
        family = Family.PERIOD_2  # too few numbers to count on by steps
    if family in (Family.PERIOD_2, Family.PERIOD_3):
        return Rule(family, draw.sample(domain, 2 if family == Family.PERIOD_2 else 3))
    while True:
        rule = Rule(family, (draw.choice(domain), *_steps(draw, prop, family)), CYCLES.get(prop))
        if set(rule.values(SHOWN + 1)) <= set(domain):
            return rule


def _steps(draw: Draw, prop: Property, family: Family) -> tuple[int, ...]:
    if family == Family.STEP:
        return (draw.choice((-1, 1) if prop == Property.NUMBER else (-3, -2, -1, 1, 2, 3)),)
    if family == Family.GROWING_STEP:
        return draw.choice(((1, 1), (-1, -1)))
    if prop == Property.NUMBER:
        return draw.choice(((2, -1), (-1, 2), (-2, 1), (1, -2)))
    return draw.choice(((1, 2), (2, 1), (3, -1), (-1, 3), (-1, -2), (-3, 1), (2, -1), (-2, 1)))


# Options


def _wrong_options(
    draw: Draw, series: Sequence[Figure], right: Figure, changing: Sequence[Property]
) -> tuple[Figure, ...]:
    """Figures that miss the next one in one property or more.

    They are mixed so that nobody finds the right one by taking the commonest value of each property.
    """
    varied = (*changing, *(draw.sample(_free_decoys(changing), 1) if len(changing) == 1 else ()))
    choices: dict[Property, tuple[int, ...]] = {prop: (right[prop],) for prop in Property}
    for prop in varied:
        choices[prop] = (right[prop], *_wrong_values(draw, prop, series, right))
    pool = [figure for values in product(*choices.values()) if (figure := Figure(*map(int, values))) != right]
    while True:
        wrong = draw.sample(pool, OPTIONS - 1)
        if not _stands_out(right, wrong):
            return wrong


def _free_decoys(changing: Sequence[Property]) -> tuple[Property, ...]:
    return tuple(prop for prop in _DECOYS if prop not in changing)


def _wrong_values(draw: Draw, prop: Property, series: Sequence[Figure], right: Figure) -> tuple[int, ...]:
    """Two values somebody may expect: those of the figures before, or those next to the right one."""
    seen = {figure[prop] for figure in series[-2:]}
    if prop == Property.SHAPE:
        possible = PLAIN_SHAPES if right.shape in PLAIN_SHAPES else DIRECTED_SHAPES
        near: set[int] = set(possible)
    elif prop in CYCLES:
        near = {(right[prop] + step) % TURN for step in (-2, -1, 1, 2)}
    elif prop == Property.NUMBER:
        most = max(max(figure.number for figure in series), right.number)
        near = {value for value in range(right.number - 2, right.number + 3) if 1 <= value <= max(most, 3)}
    else:
        near = set(VALUES[prop])
    first = draw.shuffled(sorted(seen - {right[prop]}))[:1]
    rest = draw.shuffled(sorted(near - {right[prop], *first}))
    return (*first, *rest)[:2]


def _stands_out(right: Figure, wrong: Sequence[Figure]) -> bool:
    """Whether the right option alone has the most values in common with the others."""
    figures = (right, *wrong)

    def in_common(figure: Figure) -> int:
        return sum(other[prop] == figure[prop] for other in figures for prop in Property)

    return all(in_common(figure) < in_common(right) for figure in wrong)
