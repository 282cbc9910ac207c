"""The arithmetic of the measurements: alternating rounds, ratios, and the table that is printed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

ROUNDS: Final = 5
MARKS: Final = {True: "met", False: "MISSED", None: ""}
HEADERS: Final = ("what", "measured", "peer in the same run", "ratio", "aim", "")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; `ratio` and `is_met` are None where there is no peer, or no aim."""

    what: str
    measured: str
    peer: str = ""
    ratio: float | None = None
    aim: str = ""
    is_met: bool | None = None

    @property
    def cells(self) -> tuple[str, ...]:
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}×"
        return (self.what, self.measured, self.peer, ratio, self.aim, MARKS[self.is_met])


def lowest_of_rounds(tasks: Mapping[str, Callable[[], float]], *, rounds: int = ROUNDS) -> dict[str, float]:
    """Run every task once a round, in turn, and return the lowest cost of each.

    Turns are taken so that a disturbance of the machine meets all alike; the lowest is the least disturbed.
    """
    costs: dict[str, list[float]] = {name: [] for name in tasks}
    for number in range(rounds):
        names = list(tasks)
        for name in names if number % 2 == 0 else reversed(names):
            costs[name].append(tasks[name]())
    return {name: min(values) for name, values in costs.items()}


def cost_row(what: str, *, ours: str, peer: str, ratio: float, at_most: float, also: bool = True) -> Row:
    """A row of costs: the aim is met where the ratio is at most so much, and what else is asked holds too."""
    return Row(what, ours, peer, ratio, f"at most {at_most:g}×", ratio <= at_most and also)


def rate_row(what: str, *, seconds: float, peer_seconds: float, unit: str, at_least: float) -> Row:
    """A row of rates, from the seconds that one piece takes here and with the peer."""
    ratio = peer_seconds / seconds
    return Row(
        what,
        f"{1 / seconds:.0f} {unit}/s",
        f"{1 / peer_seconds:.0f} {unit}/s",
        ratio,
        f"at least {at_least:g}×",
        ratio >= at_least,
    )


def limit_row(what: str, *, measured: str, value: float, under: float, aim: str) -> Row:
    """A row with an absolute limit and no peer."""
    return Row(what, measured, aim=aim, is_met=value < under)


def table(rows: Iterable[Row]) -> str:
    """The rows under their headers, in columns as wide as their widest cell."""
    lines = [HEADERS, *(row.cells for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADERS))]
    lines.insert(1, tuple("-" * width for width in widths))
    return "\n".join(_line(line, widths) for line in lines)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()
