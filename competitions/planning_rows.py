"""Which row of a new planning table is which row of the old one, so that each keeps its history.

No database and no clock. A row is its part of the notice (docs/notice-format.md), known by a number that
it keeps for good.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

Node = Mapping[str, Any]


class Change(NamedTuple):
    """One row added (no `before`), changed, or removed (no `after`)."""

    number: int
    before: Node | None
    after: Node | None


def numbered(present: Sequence[tuple[int, Node]], wanted: Sequence[Node], *, highest: int = 0) -> list[int]:
    """The number of each row of `wanted`: its own if it was there before, else one never used.

    A row is the one of before with the same English name of its stage, the first with the first; what then
    is left is compared by its place in the table. `highest` is the highest number ever given.
    """
    taken = _by_stage(present, wanted)
    for place, (number, _node) in enumerate(present[: len(wanted)]):
        if taken[place] is None and number not in taken:
            taken[place] = number
    following = max([highest, *(number for number, _node in present)]) + 1
    numbers = []
    for known in taken:
        numbers.append(following if known is None else known)
        following += known is None
    return numbers


def _by_stage(present: Sequence[tuple[int, Node]], wanted: Sequence[Node]) -> list[int | None]:
    waiting: dict[str, list[int]] = {}
    for number, node in present:
        waiting.setdefault(_stage(node), []).append(number)
    return [waiting[_stage(node)].pop(0) if waiting.get(_stage(node)) else None for node in wanted]


def _stage(node: Node) -> str:
    return str(node["stage"]["en"])


def changes(present: Sequence[tuple[int, Node]], later: Sequence[tuple[int, Node]]) -> Iterator[Change]:
    """What became of the rows: those of the new table in its order, then those that are gone."""
    before, after = dict(present), dict(later)
    for number, node in later:
        if before.get(number) != node:
            yield Change(number, before.get(number), node)
    for number, node in present:
        if number not in after:
            yield Change(number, node, None)
