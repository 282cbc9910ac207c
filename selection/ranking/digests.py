"""SHA-256 over a canonical writing of the rules, the inputs and the result.

Each digest is over lines of compact JSON in ASCII, dict keys sorted, a line feed after each line: first a
head, then a line for each candidate in order of application number (by code point). Fractions are written by
`exact`. Nothing depends on the machine, the process, or the order in which things were given.
"""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator
from fractions import Fraction

from selection.ranking.candidates import NAMES, Table
from selection.ranking.rules import Rules, rules_to_json
from selection.scores import exact

METHOD = "eu-careers-ranking/1"

_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode


def digest_rules(rules: Rules) -> str:
    """The digest of the rules alone."""
    return _digest([{"method": METHOD, "what": "rules"}, rules_to_json(rules)])


def digest_inputs(table: Table, parts_held: Collection[int]) -> str:
    """The digest of the marks, the decisions and the parts held."""
    head = {"method": METHOD, "what": "inputs", "parts_held": sorted(set(parts_held))}
    return _digest(_with_head(head, _input_lines(table)))


def digest_result(head: dict[str, object], lines: Iterable[list[object]]) -> str:
    """The digest of a result: its head (digests of rules and inputs, stages) and a line a candidate."""
    return _digest(_with_head({"method": METHOD, "what": "result", **head}, lines))


def written(denominator: int) -> Callable[[int], str | None]:
    """A function that writes value/denominator exactly, and remembers: few values are distinct."""
    known: dict[int, str | None] = {value: NAMES[value] for value in NAMES}

    def write(value: int) -> str | None:
        if value not in known:
            known[value] = exact(Fraction(value, denominator))
        return known[value]

    return write


def _with_head(head: object, lines: Iterable[object]) -> Iterator[object]:
    yield head
    yield from lines


def _input_lines(table: Table) -> Iterator[object]:
    columns = [(code, column.values, written(column.per_mark)) for code, column in table.columns.items()]
    for row, number in enumerate(table.numbers):
        marks = {code: write(values[row]) for code, values, write in columns}
        yield [number, marks, table.decisions[row]]


def _digest(lines: Iterable[object]) -> str:
    digest = hashlib.sha256()
    for line in lines:
        digest.update(_encode(line).encode("ascii") + b"\n")
    return digest.hexdigest()
