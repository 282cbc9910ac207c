"""Closing days: all that was handed in or published on a Brussels day becomes a row of the chain each."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db import connection, transaction

from core.copying import copy_rows
from core.formats import BRUSSELS
from receipts.chain import BEGINNING, closing_digest, item_digest, link
from receipts.models import ChainDay, ChainEntry, ErasedItem, ItemKind
from receipts.sources import SOURCES, Item, Source

BATCH: Final = 5_000
LATE: Final = timedelta(days=7)
"""What is committed after its day was closed goes into the next one, for so long after."""
CLOSES_AFTER: Final = timedelta(hours=1)
"""So long after midnight a day is closed: work that began before midnight is over by then."""
LOCK: Final = 0x52_43_50_54
COLUMNS: Final = ("position", "day", "kind", "source_id", "item_digest", "digest")


def end_of(day: date) -> datetime:
    """The midnight in Brussels with which a day ends."""
    return datetime.combine(day + timedelta(days=1), time.min, BRUSSELS)


def close_days(*, now: datetime) -> list[date]:
    """Close all days that are over, oldest first; return those that this call has closed.

    A run that was cut off is taken up where it ended; a second run at the same time does nothing.
    """
    closed = []
    while (day := _next_day()) is not None and end_of(day) + CLOSES_AFTER <= now:
        if not _close(day, now):
            break
        closed.append(day)
    return closed


def _next_day() -> date | None:
    """The day after the last that is closed; at first the day of the oldest item, if there is any."""
    last: date | None = ChainDay.objects.order_by("-day").values_list("day", flat=True).first()
    if last is not None:
        return last + timedelta(days=1)
    firsts = [
        source.rows.order_by(source.instant).values_list(source.instant, flat=True) for source in SOURCES
    ]
    instants = [instant for rows in firsts if (instant := rows.first()) is not None]
    return min(instants).astimezone(BRUSSELS).date() if instants else None


def _close(day: date, now: datetime) -> bool:
    for source in SOURCES:
        for items in _batches(source, day):
            if not _append(day, source.kind, items):
                return False
    return _write_day(day, now)


def _batches(source: Source, day: date) -> Iterator[list[Item]]:
    """What is not yet in the chain, in order, so many at a time."""
    is_first = not ChainDay.objects.exists()
    since = None if is_first else end_of(day) - timedelta(days=1) - LATE
    rows = source.not_chained(since=since, until=end_of(day))
    items = list(source.read(rows[:BATCH]))
    while items:
        yield items
        key, instant, _document = items[-1]
        items = list(source.read(source.after(rows, instant, key)[:BATCH]))


@transaction.atomic
def _append(day: date, kind: ItemKind, items: Sequence[Item]) -> bool:
    """Add a batch to the end of the chain, if nobody else is writing it; say whether it was added."""
    if not _take_lock() or ChainDay.objects.filter(day__gte=day).exists():
        return False
    keys = [key for key, _at, _document in items]
    if ChainEntry.objects.filter(kind=kind, source_id__in=keys).exists():
        return False
    # Read before the COPY begins: its connection answers nothing else meanwhile.
    rows = _rows(day, kind, items, *_end_of_chain(day))
    copy_rows(ChainEntry._meta.db_table, COLUMNS, rows)
    return True


def _rows(
    day: date, kind: ItemKind, items: Sequence[Item], position: int, digest: bytes
) -> Iterator[tuple[object, ...]]:
    for key, _at, document in items:
        item = item_digest(document)
        position, digest = position + 1, link(digest, item)
        yield position, day, kind.value, key, item, digest


def _end_of_chain(day: date) -> tuple[int, bytes]:
    """The last position, and the digest that the next entry of `day` follows."""
    last = ChainEntry.objects.order_by("-position").first()
    position = 0 if last is None else last.position
    if last is not None and last.day == day:
        return position, bytes(last.digest)
    return position, _digest_before(day)


def _digest_before(day: date) -> bytes:
    before = ChainDay.objects.filter(day__lt=day).order_by("-day").first()
    return BEGINNING if before is None else bytes(before.digest)


@transaction.atomic
def _write_day(day: date, now: datetime) -> bool:
    if not _take_lock() or ChainDay.objects.filter(day__gte=day).exists():
        return False
    position, last = _end_of_chain(day)
    items = ChainEntry.objects.of_day(day).count()
    previous = _digest_before(day)
    ChainDay.objects.create(
        day=day,
        items=items,
        first_position=position - items + 1,
        previous=previous,
        last=last,
        digest=closing_digest(day=day, items=items, last=last, previous=previous),
        closed_at=now,
    )
    return True


def _take_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


def write_erasure(*, kind: ItemKind, keys: Sequence[int], decision: str, now: datetime) -> None:
    """Note, in the transaction that erases them, that these items are gone and by which decision."""
    ErasedItem.objects.bulk_create(
        [ErasedItem(kind=kind, source_id=key, decision=decision, erased_at=now) for key in keys],
        ignore_conflicts=True,
    )
