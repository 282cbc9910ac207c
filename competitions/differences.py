"""What an amended notice says otherwise than before, value by value.

No database and no clock: two documents in, their differences out (docs/notice-format.md has the members).
"""

from collections.abc import Iterator, Mapping
from typing import Any, TypedDict

Node = Mapping[str, Any]

TEXT_MEMBERS = frozenset(
    ("title", "summary", "duties", "status_note", "stage", "period", "question")
)  # fmt: skip
"""Members whose value is a text by language: one value, however many languages differ."""

NAMING_MEMBERS = ("code", "grade", "title", "stage", "name", "kind", "url", "date")
"""What tells an entry of a list from its neighbours."""


class Difference(TypedDict):
    """One value that is not what it was.

    `member` is its place without the numbers of entries ("tests.part"). `entry` holds what names the entry
    of a list that it stands in, empty outside lists. A whole entry that was added has no `before`, one that
    was removed has no `after`.
    """

    member: str
    entry: dict[str, Any]
    kind: str
    before: Any
    after: Any


def find_differences(before: Node, after: Node) -> list[Difference]:
    """Every difference between two versions of a notice, in the order of the newer one."""
    return list(_in_object(before, after, "", {}))


def _in_object(before: Node, after: Node, place: str, entry: dict[str, Any]) -> Iterator[Difference]:
    for name in (*after, *(name for name in before if name not in after)):
        old, new = before.get(name), after.get(name)
        if old != new:
            yield from _in_value(old, new, f"{place}.{name}" if place else name, entry)


def _in_value(old: Any, new: Any, place: str, entry: dict[str, Any]) -> Iterator[Difference]:
    if place.rpartition(".")[2] not in TEXT_MEMBERS and _is_object(old, new):
        yield from _in_object(old or {}, new or {}, place, entry)
    elif _holds_entries(old) or _holds_entries(new):
        yield from _in_list(old or [], new or [], place)
    else:
        yield Difference(member=place, entry=entry, kind="changed", before=old, after=new)


def _is_object(old: Any, new: Any) -> bool:
    """Whether the value is an object in one version, and one or nothing in the other."""
    given = [each for each in (old, new) if each is not None]
    return all(isinstance(each, Mapping) for each in given)


def _holds_entries(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(each, Mapping) for each in value)


def _in_list(old: list[Any], new: list[Any], place: str) -> Iterator[Difference]:
    """Entries are compared by their place: an amendment replaces one, or adds one at the end."""
    for earlier, later in zip(old, new, strict=False):
        yield from _in_object(earlier, later, place, _names(later))
    for later in new[len(old) :]:
        yield Difference(member=place, entry=_names(later), kind="added", before=None, after=later)
    for earlier in old[len(new) :]:
        yield Difference(member=place, entry=_names(earlier), kind="removed", before=earlier, after=None)


def _names(entry: Node) -> dict[str, Any]:
    return {name: entry[name] for name in NAMING_MEMBERS if entry.get(name)}
