"""The proof that a series has one right answer: no rule of the language leads to any other option."""

from collections.abc import Sequence

from practice.abstract.figures import Figure, Property
from practice.abstract.rules import Rule, consistent_rules, simplest_rules


def foretold(series: Sequence[Figure]) -> dict[Property, frozenset[int]]:
    """For each property, the values that any consistent rule gives the figure after the series.

    A property no rule explains has none.
    """
    following = len(series)
    return {
        prop: frozenset(
            rule.value_at(following) for rule in consistent_rules(prop, [each[prop] for each in series])
        )
        for prop in Property
    }


def fitting_options(series: Sequence[Figure], options: Sequence[Figure]) -> tuple[int, ...]:
    """The indexes of the options that go on with the series under some rule for every property."""
    values = foretold(series)
    return tuple(
        index
        for index, option in enumerate(options)
        if all(option[prop] in values[prop] for prop in Property)
    )


def explaining_rules(series: Sequence[Figure]) -> dict[Property, Rule]:
    """The simplest rule of each property that changes in the series, in the order of the properties."""
    rules = {prop: simplest_rules(prop, [each[prop] for each in series]) for prop in Property}
    return {prop: found[0] for prop, found in rules.items() if found and len(set(_seen(series, prop))) > 1}


def _seen(series: Sequence[Figure], prop: Property) -> list[int]:
    return [figure[prop] for figure in series]
