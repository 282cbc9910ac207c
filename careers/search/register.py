"""Every published opportunity in memory, as sets of bits, so that filtering and counting ask no database.

No Django here. Rows have a rank: the latest deadline first, those without at the end. A set of rows is a
whole number whose bit `rank` is one for each row in it: the rows of two filters are `one & other`, their
number is `bit_count()`, a few microseconds for 100 000 rows. What the clock decides is worked out when asked.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

OPEN, UPCOMING, IN_PROGRESS, RESERVE_LIST, CLOSED = (
    "OPEN",
    "UPCOMING",
    "IN_PROGRESS",
    "RESERVE_LIST",
    "CLOSED",
)
SELECTIONS: Final = frozenset({"COMPETITION", "CAST"})
CLOSING_DAYS: Final = ("7", "14", "30")
SECONDS_A_DAY: Final = 86400
FEW: Final = 300
"""So few rows are sorted one by one; more are found by walking all rows in their order."""
Take = Callable[[int, int, int], list[int]]
"""Ranks of a set from the `start`th to before the `stop`th, in some order."""

LIKENESS: Final = {"domain": 5, "group": 3, "grade": 2, "contract": 1, "place": 2, "institution": 1}
"""What sharing a value of a filter counts."""

Values = Mapping[str, Iterable[str]]


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """What the list filters and orders by. Rows come by `closes` descending, None last, then reference."""

    pk: int
    kind: str
    stage: str
    opens: float | None
    """Seconds since 1970, as `closes`."""
    closes: float | None
    has_no_deadline: bool
    is_closed_early: bool
    announced_for: str
    values: Values
    """Codes by filter, for the filters that do not depend on the clock."""


class Register:
    """The rows of the index of opportunities that the public sees. Nothing in it changes."""

    def __init__(self, rows: Sequence[RegisterRow]) -> None:
        self.count = len(rows)
        self.all = (1 << self.count) - 1
        self.pks = array("q", (row.pk for row in rows))
        self.ranks = {row.pk: rank for rank, row in enumerate(rows)}
        self._closing = [-row.closes for row in rows if row.closes is not None]  # ascending, for bisect
        self._masks = _masks(rows)
        self._stages = {
            stage: self._set(rank for rank, row in enumerate(rows) if row.stage == stage)
            for stage in (OPEN, UPCOMING, IN_PROGRESS, RESERVE_LIST, CLOSED)
        }
        self._no_deadline = self._set(rank for rank, row in enumerate(rows) if row.has_no_deadline)
        self._early = self._set(rank for rank, row in enumerate(rows) if row.is_closed_early)
        self._selections = self._set(rank for rank, row in enumerate(rows) if row.kind in SELECTIONS)
        self._opening = sorted(
            (row.opens, rank) for rank, row in enumerate(rows) if row.opens is not None and row.stage == OPEN
        )
        self._newest = array("q", sorted(range(self.count), key=lambda rank: _newest(rows[rank], rank)))
        self._upcoming = array("q", sorted(range(self.count), key=lambda rank: _opening(rows[rank], rank)))
        self._place_newest = _inverse(self._newest)
        self._place_upcoming = _inverse(self._upcoming)

    def _set(self, ranks: Iterable[int]) -> int:
        return bits(ranks, self.count)

    # Which rows

    def rows_of(self, pks: Iterable[int]) -> int:
        """The set of rows with these keys; keys that are not published are left out."""
        known = self.ranks
        return self._set(known[pk] for pk in pks if pk in known)

    def statuses(self, now: datetime) -> dict[str, int]:
        """The sets of rows by status at `now`, as OpportunityQuerySet.with_status has it."""
        instant = now.timestamp()
        running = self._stages[OPEN]
        later = self._set(
            rank for _opens, rank in self._opening[bisect_right(self._opening, (instant, self.count)) :]
        )
        unclosed = (1 << bisect_left(self._closing, -instant)) - 1
        is_open = running & ~self._early & ~later & (unclosed | self._no_deadline)
        over = running & ~is_open & ~later
        return {
            OPEN: is_open,
            UPCOMING: self._stages[UPCOMING] | (running & later & ~is_open),
            IN_PROGRESS: self._stages[IN_PROGRESS] | (over & self._selections),
            RESERVE_LIST: self._stages[RESERVE_LIST],
            CLOSED: self._stages[CLOSED] | (over & ~self._selections),
        }

    def masks(self, now: datetime) -> dict[str, dict[str, int]]:
        """The set of rows for each value of each filter, at `now`."""
        statuses = self.statuses(now)
        return {**self._masks, "status": statuses, "closing": self._closing_within(now, statuses[OPEN])}

    def _closing_within(self, now: datetime, is_open: int) -> dict[str, int]:
        instant = now.timestamp()
        ends = {
            days: bisect_left(self._closing, -(instant + int(days) * SECONDS_A_DAY)) for days in CLOSING_DAYS
        }
        known = (1 << len(self._closing)) - 1
        return {days: is_open & known & ~((1 << end) - 1) for days, end in ends.items()}

    # In which order

    def by_deadline(self, rows: int, statuses: Mapping[str, int], start: int, stop: int) -> list[int]:
        """Ranks from `start` to `stop`: open ones by deadline, those to come by opening, then the rest."""
        dated = (1 << len(self._closing)) - 1
        is_open = rows & statuses[OPEN]
        upcoming = rows & statuses[UPCOMING]
        parts: tuple[tuple[int, Take], ...] = (
            (is_open & dated, highest),
            (is_open & ~dated, lowest),
            (upcoming, self._by_opening),
            (rows & ~is_open & ~upcoming, lowest),
        )
        found: list[int] = []
        for part, take in parts:
            size = part.bit_count()
            if start < size and stop > 0:
                found += take(part, start, min(stop, size))
            start, stop = max(0, start - size), max(0, stop - size)
        return found

    def _by_opening(self, rows: int, start: int, stop: int) -> list[int]:
        return _walk(rows, start, stop, self._upcoming, self._place_upcoming)

    def by_newest(self, rows: int, start: int, stop: int) -> list[int]:
        """Ranks from `start` to `stop`: the latest opened first, those of unknown opening at the end."""
        return _walk(rows, start, stop, self._newest, self._place_newest)

    # What is like it

    def alike(self, pk: int, now: datetime) -> list[int]:
        """Keys of what one can apply for, now or soon, of its domains or group; most alike first."""
        rank = self.ranks.get(pk)
        if rank is None:
            return []
        statuses = self.statuses(now)
        shared = [
            (weight, mask)
            for name, weight in LIKENESS.items()
            for mask in self._masks.get(name, {}).values()
            if mask >> rank & 1
        ]
        related = 0
        for weight, mask in shared:
            related |= mask if weight >= LIKENESS["group"] else 0
        rows = related & (statuses[OPEN] | statuses[UPCOMING]) & ~(1 << rank)
        nearest = self.by_deadline(rows, statuses, 0, FEW)
        scores = {each: sum(weight for weight, mask in shared if mask >> each & 1) for each in nearest}
        return [self.pks[each] for each in sorted(nearest, key=lambda each: -scores[each])]


def bits(ranks: Iterable[int], size: int) -> int:
    """The set of these ranks, all under `size`."""
    field = bytearray(size // 8 + 1)
    for rank in ranks:
        field[rank >> 3] |= 1 << (rank & 7)
    return int.from_bytes(field, "little")


def lowest(rows: int, start: int, stop: int) -> list[int]:
    """The ranks in a set from the lowest up, from the `start`th to before the `stop`th."""
    return list(_take(rows, start, stop))


def highest(rows: int, start: int, stop: int) -> list[int]:
    """The ranks in a set from the highest down."""
    size = rows.bit_count()
    return list(_take(rows, max(0, size - stop), size - start))[::-1]


def _take(rows: int, start: int, stop: int) -> Iterator[int]:
    skipped = _place_after(rows, start)
    rows >>= skipped
    for _ in range(min(stop - start, rows.bit_count())):
        step = (rows & -rows).bit_length()
        rows >>= step
        skipped += step
        yield skipped - 1


def _place_after(rows: int, count: int) -> int:
    """How many bits hold the `count` lowest ones."""
    low, high = 0, rows.bit_length()
    while low < high:
        middle = (low + high) // 2
        if (rows & ((1 << middle) - 1)).bit_count() < count:
            low = middle + 1
        else:
            high = middle
    return low


def _walk(rows: int, start: int, stop: int, order: Sequence[int], places: Sequence[int]) -> list[int]:
    """The ranks in a set in the order given, from the `start`th to before the `stop`th."""
    size = rows.bit_count()
    if size <= FEW:
        return sorted(lowest(rows, 0, size), key=places.__getitem__)[start:stop]
    field = rows.to_bytes(len(order) // 8 + 1, "little")
    found: list[int] = []
    for rank in order:
        if field[rank >> 3] >> (rank & 7) & 1:
            found.append(rank)
            if len(found) == stop:
                break
    return found[start:]


def _masks(rows: Sequence[RegisterRow]) -> dict[str, dict[str, int]]:
    ranks: dict[str, dict[str, bytearray]] = {}
    size = len(rows) // 8 + 1
    for rank, row in enumerate(rows):
        for name, values in row.values.items():
            fields = ranks.setdefault(name, {})
            for value in values:
                field = fields.get(value)
                if field is None:
                    field = fields[value] = bytearray(size)
                field[rank >> 3] |= 1 << (rank & 7)
    return {
        name: {value: int.from_bytes(field, "little") for value, field in fields.items()}
        for name, fields in ranks.items()
    }


def _newest(row: RegisterRow, rank: int) -> tuple[bool, float, int]:
    return row.opens is None, -(row.opens or 0), rank


def _opening(row: RegisterRow, rank: int) -> tuple[bool, str, int]:
    """By the day announced ("2026-09", "2026-09-08") or of opening; unknown ones last."""
    day = row.announced_for
    if not day and row.opens is not None:
        day = datetime.fromtimestamp(row.opens, UTC).date().isoformat()
    return not day, day, rank


def _inverse(order: Sequence[int]) -> Sequence[int]:
    places = array("q", bytes(8 * len(order)))
    for place, rank in enumerate(order):
        places[rank] = place
    return places


class Selection:
    """The rows that match a choice of filters, and how many each other value would leave."""

    def __init__(
        self,
        register: Register,
        chosen: Mapping[str, Sequence[str]],
        now: datetime,
        among: int | None = None,
    ) -> None:
        self._masks = register.masks(now)
        self._all = register.all if among is None else among
        self._wanted = {name: self._any_of(name, values) for name, values in chosen.items()}
        self.statuses = self._masks["status"]
        self.rows = self._matching(self._wanted)

    def _any_of(self, name: str, values: Iterable[str]) -> int:
        masks = self._masks.get(name, {})
        wanted = 0
        for value in values:
            wanted |= masks.get(value, 0)
        return wanted

    def _matching(self, wanted: Mapping[str, int]) -> int:
        rows = self._all
        for mask in wanted.values():
            rows &= mask
        return rows

    def counts(self, name: str) -> dict[str, int]:
        """How many rows each value of a filter has among those that match all other filters."""
        rows = self._without(name)
        return {value: (rows & mask).bit_count() for value, mask in self._masks.get(name, {}).items()}

    def count_without(self, name: str) -> int:
        """How many rows match when one filter is dropped."""
        return self._without(name).bit_count()

    def _without(self, name: str) -> int:
        if name not in self._wanted:
            return self.rows
        return self._matching({each: mask for each, mask in self._wanted.items() if each != name})
