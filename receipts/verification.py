"""The whole chain computed again from what the database holds now, and compared with what was written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from applications.models import Submission
from applications.snapshots import sha256_of
from core.services import in_batches
from receipts.chain import BEGINNING, closing_digest, item_digest, link
from receipts.models import ChainDay, ChainEntry, ErasedItem, ItemKind
from receipts.services.chain import LATE, end_of
from receipts.sources import SOURCES

BATCH: Final = 1_000


class ChainBroken(Exception):
    """The first difference between the chain and what it was made of, in words for the operator."""


@dataclass(slots=True)
class Verified:
    """How much was found to be as it was written."""

    days: int = 0
    items: int = 0
    erased: int = 0


def verify_chain(*, first: date | None = None, last: date | None = None) -> Verified:
    """Compute the days from `first` to `last` again. Raises ChainBroken at the first difference.

    What is not in the chain and should be is looked for where no day is named.
    """
    verified = Verified()
    previous: ChainDay | None = None
    if first is not None:
        previous = ChainDay.objects.filter(day__lt=first).order_by("-day").first()
    for day in ChainDay.objects.between(first, last).iterator():
        _check_place(day, previous)
        _check_items(day, verified)
        _check_closing(day)
        verified.days += 1
        previous = day
    if first is None and last is None:
        _check_nothing_is_missing(previous)
    return verified


def _check_place(day: ChainDay, previous: ChainDay | None) -> None:
    """A day follows the one before it: the next date, the next position, its digest."""
    expected = BEGINNING if previous is None else bytes(previous.digest)
    if bytes(day.previous) != expected:
        raise ChainBroken(f"{day}: it does not begin with the digest of the day before.")
    if previous is not None and day.day != previous.day + timedelta(days=1):
        raise ChainBroken(f"{day}: a day is missing before it.")
    position = 1 if previous is None else previous.first_position + previous.items
    if day.first_position != position:
        raise ChainBroken(f"{day}: its first entry is {day.first_position}, not {position}.")


def _check_items(day: ChainDay, verified: Verified) -> None:
    digest, position = bytes(day.previous), day.first_position
    entries = ChainEntry.objects.of_day(day.day).iterator(chunk_size=BATCH)
    for batch in in_batches(entries, BATCH):
        now_held = _digests(batch)
        erased = _erased(batch)
        for entry in batch:
            if entry.position != position:
                raise ChainBroken(f"{day}: entry {position} is missing.")
            key = (entry.kind, entry.source_id)
            _check_entry(day, entry, now_held.get(key), key in erased)
            digest = link(digest, bytes(entry.item_digest))
            if bytes(entry.digest) != digest:
                raise ChainBroken(f"{day}, entry {position}: its digest does not follow from the one before.")
            verified.erased += now_held.get(key) is None
            verified.items += 1
            position += 1
    if position - day.first_position != day.items:
        raise ChainBroken(f"{day}: it has {position - day.first_position} entries, not {day.items}.")
    if digest != bytes(day.last):
        raise ChainBroken(f"{day}: its last digest is not that of its last entry.")


def _check_entry(day: ChainDay, entry: ChainEntry, held: bytes | None, is_erased: bool) -> None:
    name = f"{day}, entry {entry.position}: {ItemKind(entry.kind).label} {entry.source_id}"
    if held is None and not is_erased:
        raise ChainBroken(f"{name} is gone.")
    if held is not None and held != bytes(entry.item_digest):
        raise ChainBroken(f"{name} is not what it was.")


def _digests(entries: Sequence[ChainEntry]) -> Mapping[tuple[str, int], bytes]:
    """The digests of the sources of some entries as they stand now; a source that is gone has none."""
    found: dict[tuple[str, int], bytes] = {}
    for source in SOURCES:
        keys = [entry.source_id for entry in entries if entry.kind == source.kind]
        documents = {key: each for key, each in source.by_key(keys).items() if not _is_emptied(each)}
        if source.kind == ItemKind.SUBMISSION:
            _put_snapshots(documents)
        found |= {(str(source.kind), key): item_digest(document) for key, document in documents.items()}
    return found


def _is_emptied(document: Mapping[str, Any]) -> bool:
    """A letter whose words were erased: as good as gone, and so to be accounted for by a decision."""
    return bool(document["kind"] == ItemKind.LETTER and document["body"] == "")


def _put_snapshots(documents: dict[int, dict[str, Any]]) -> None:
    """Put the SHA-256 of each snapshot as it stands now where the one written down beside it was."""
    rows = Submission.objects.filter(pk__in=list(documents)).values_list("pk", "snapshot", "sha256")
    for key, snapshot, written in rows.iterator(chunk_size=200):
        digest = sha256_of(snapshot)
        documents[key]["sha256"] = digest if digest == written else f"{digest} {written}"


def _erased(entries: Sequence[ChainEntry]) -> set[tuple[str, int]]:
    keys = [entry.source_id for entry in entries]
    return set(ErasedItem.objects.filter(source_id__in=keys).values_list("kind", "source_id"))


def _check_closing(day: ChainDay) -> None:
    digest = closing_digest(day=day.day, items=day.items, last=bytes(day.last), previous=bytes(day.previous))
    if bytes(day.digest) != digest:
        raise ChainBroken(f"{day}: its published digest is not the one of what it holds.")


def _check_nothing_is_missing(last: ChainDay | None) -> None:
    """What is older than the time in which late items are still taken in must be in the chain."""
    if last is None:
        return
    extra = ChainEntry.objects.filter(day__lte=last.day, position__gte=last.first_position + last.items)
    for entry in extra[:1]:
        raise ChainBroken(f"{entry.day}: entry {entry.position} came after the day was closed.")
    for name, key in _left_out(last):
        raise ChainBroken(f"{name} {key} is in no day of the chain.")


def _left_out(last: ChainDay) -> Iterator[tuple[str, int]]:
    for source in SOURCES:
        rows = source.not_chained(since=None, until=end_of(last.day) - LATE)
        for key in rows.values_list("pk", flat=True)[:1]:
            yield source.kind.label, key
