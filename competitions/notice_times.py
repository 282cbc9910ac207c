"""Days and times of a notice: what they mean, and which of them cannot stand together."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from competitions.notice_faults import RELATIVE, Fault, is_local_time, join_path
from competitions.notice_nodes import Node, object_in, text_in

BRUSSELS = ZoneInfo("Europe/Brussels")
MIDNIGHT = time(0, 0)
MIDDAY = time(12, 0)

DATE_MEMBERS = frozenset(
    {
        "opens_at", "deadline", "id_document_deadline", "supporting_documents_deadline",
        "eligibility_reference_date", "diploma_date", "scheduled_at", "starts_at",
        "valid_until", "published_on", "announced_for", "date",
    }
)  # fmt: skip
"""The members that hold a day or a time, wherever they stand in the document."""

NOMINAL_DAY = date(2026, 1, 15)
"""The day a demonstration is thought to be loaded on while it is only being checked."""


def to_instant(value: str, *, bare_time: time) -> datetime:
    """A Brussels wall-clock time as an instant in UTC; a bare day is taken at ``bare_time``.

    When the clocks go back and the hour happens twice, the first one is meant.
    """
    local = (
        datetime.fromisoformat(value)
        if "T" in value
        else datetime.combine(date.fromisoformat(value), bare_time)
    )
    return local.replace(tzinfo=BRUSSELS).astimezone(UTC)


def resolve_relative(value: str, *, today: date) -> str:
    """``D+21T12:00`` counted from ``today``, in ISO form; any other text comes back unchanged."""
    match = RELATIVE.match(value)
    if match is None:
        return value
    return (today + timedelta(days=int(match["days"] or 0))).isoformat() + (match["time"] or "")


def instant_in(node: Node, name: str, bare_time: time) -> datetime | None:
    """The instant under a name; a bare day is taken at `bare_time`."""
    value = text_in(node, name)
    if value is None or not is_local_time(value):
        return None
    return to_instant(resolve_relative(value, today=NOMINAL_DAY), bare_time=bare_time)


# Rules


def date_faults(document: Node) -> Iterator[Fault]:
    """Days that do not exist, and deadlines before what they follow."""
    yield from _zone_faults(document, document.get("is_demonstration") is True)
    application = object_in(document, "application")
    opens = instant_in(application, "opens_at", MIDNIGHT)
    deadline = instant_in(application, "deadline", MIDDAY)
    for name in ("deadline", "id_document_deadline", "supporting_documents_deadline"):
        end = instant_in(application, name, MIDDAY)
        if opens is not None and end is not None and end <= opens:
            yield Fault(join_path("application", name), "before_opening")
    published = instant_in(object_in(document, "official_journal"), "published_on", MIDNIGHT)
    if published is not None and deadline is not None and deadline <= published:
        yield Fault("application.deadline", "before_publication")
    valid_until = instant_in(object_in(document, "reserve_list"), "valid_until", MIDDAY)
    if valid_until is not None and deadline is not None and valid_until < deadline:
        yield Fault("reserve_list.valid_until", "valid_before_deadline")


def _zone_faults(value: object, is_demonstration: bool, *path: str | int) -> Iterator[Fault]:
    """Relative days outside a demonstration, and local times that the start of summer time skips."""
    if isinstance(value, dict):
        for name, each in value.items():
            if name in DATE_MEMBERS and isinstance(each, str):
                yield from _one_date_faults(each, is_demonstration, join_path(*path, name))
            else:
                yield from _zone_faults(each, is_demonstration, *path, name)
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from _zone_faults(each, is_demonstration, *path, number)


def _one_date_faults(value: str, is_demonstration: bool, path: str) -> Iterator[Fault]:
    if RELATIVE.match(value):
        if not is_demonstration:
            yield Fault(path, "relative_date", {"value": value})
    elif "T" in value and is_local_time(value) and _is_skipped(value):
        yield Fault(path, "time_does_not_exist")


def _is_skipped(value: str) -> bool:
    back = to_instant(value, bare_time=MIDNIGHT).astimezone(BRUSSELS)
    return back.replace(tzinfo=None) != datetime.fromisoformat(value)
