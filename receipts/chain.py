"""The arithmetic of the chain of digests (docs/receipts.md). No Django here.

Anybody can do it again: SHA-256 over canonical JSON, over two digests one after the other, and nothing else.
"""

import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, Final

from applications.snapshots import canonical_bytes

BEGINNING: Final = bytes(32)
"""What stands before the first day: 32 zero bytes."""


def item_digest(item: Mapping[str, Any]) -> bytes:
    """The digest of a submission or a letter: of its canonical JSON, instants as ISO 8601 in UTC."""
    return hashlib.sha256(canonical_bytes({name: _plain(value) for name, value in item.items()})).digest()


def link(previous: bytes, item: bytes) -> bytes:
    """The digest of a row of the chain: of the one before it and of its item."""
    return hashlib.sha256(previous + item).digest()


def closing_document(*, day: date, items: int, last: bytes, previous: bytes) -> dict[str, Any]:
    """What the digest of a day is taken of: all of it is published."""
    return {"day": day.isoformat(), "items": items, "last": last.hex(), "previous": previous.hex()}


def closing_digest(*, day: date, items: int, last: bytes, previous: bytes) -> bytes:
    """The digest of a day, with which the next day begins."""
    document = closing_document(day=day, items=items, last=last, previous=previous)
    return hashlib.sha256(canonical_bytes(document)).digest()


def _plain(value: Any) -> Any:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value
