"""What became of each stage of the indicative planning, for the public."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from competitions.marks import day_or_time
from competitions.models import PlanningRow
from competitions.notice import opening_instant
from competitions.texts import Text, text_in

Node = Mapping[str, Any]
TEXTS = ("stage", "period")


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """A stage was added, changed or removed on a day; `was` is what was said of it before."""

    kind: str
    date: date
    was: list[Text]


def history_lines(
    rows: Iterable[Node], present: Sequence[int]
) -> tuple[Mapping[int, list[HistoryLine]], list[HistoryLine]]:
    """The history of each row by its number, newest first, and the rows that are gone."""
    history: dict[int, list[HistoryLine]] = defaultdict(list)
    removed = []
    for row in rows:
        line = _line(row)
        if row["after"] is None and row["row_number"] not in present:
            removed.append(line)
        history[row["row_number"]].insert(0, line)
    return history, removed


def _line(row: Node) -> HistoryLine:
    before, after, day = row["before"], row["after"], date.fromisoformat(row["date"])
    if before is None:
        return HistoryLine("added", day, [])
    if after is None:
        return HistoryLine("removed", day, _said(before, TEXTS))
    different = [name for name in before if before[name] != after[name]]
    return HistoryLine("changed", day, _said(before, different))


def _said(node: Node, names: Sequence[str]) -> list[Text]:
    """What the row said under these members, without those that were empty."""
    return [text for text in (_value(name, node[name]) for name in names if node[name]) if text]


def _value(name: str, value: Any) -> Text:
    if name in TEXTS:
        return text_in(value)
    if name == "state":
        return Text(str(dict(PlanningRow._meta.get_field("state").flatchoices)[value]))
    if name == "starts_at":
        return Text(day_or_time(opening_instant(value)))
    return Text(str(value))
