"""The rows that the chain is made of: which columns count, and since when they stand."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q

from applications.models import Submission
from notifications.models import Letter
from receipts.models import ChainEntry, ItemKind

Item = tuple[int, datetime, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of item: its rows, the column of its instant, and {name in the document: column}."""

    kind: ItemKind
    rows: Any
    instant: str
    columns: Mapping[str, str]

    def read(self, rows: Any) -> Iterator[Item]:
        """The items of some rows: key, instant, and the document whose digest is taken."""
        names = ("kind", *self.columns)
        for key, instant, *values in rows.values_list("pk", self.instant, *self.columns.values()).iterator(
            chunk_size=2000
        ):
            yield key, instant, dict(zip(names, (self.kind.value, *map(_text, values)), strict=True))

    def by_key(self, keys: Sequence[int]) -> dict[int, dict[str, Any]]:
        """The documents of these rows, as they stand now; those that are gone are missing."""
        return {key: document for key, _at, document in self.read(self.rows.filter(pk__in=keys))}

    def not_chained(self, *, since: datetime | None, until: datetime) -> Any:
        """Rows from `since` on and before `until` that are in no day of the chain, earliest first."""
        chained = ChainEntry.objects.filter(kind=self.kind, source_id=OuterRef("pk"))
        rows = self.rows.filter(~Exists(chained), **{f"{self.instant}__lt": until})
        if since is not None:
            rows = rows.filter(**{f"{self.instant}__gte": since})
        return rows.order_by(self.instant, "pk")

    def after(self, rows: Any, instant: datetime, key: int) -> Any:
        """Those of `rows` that come after one."""
        same = Q(**{self.instant: instant}) & Q(pk__lte=key)
        return rows.filter(**{f"{self.instant}__gte": instant}).exclude(same)


def _text(value: Any) -> Any:
    """A value as canonical JSON has it: numbers of letters are texts."""
    return value if value is None or isinstance(value, str | int | datetime) else str(value)


SOURCES: Final[tuple[Source, ...]] = (
    Source(
        kind=ItemKind.SUBMISSION,
        rows=Submission.objects.all(),
        instant="submitted_at",
        columns={
            "application": "application__number",
            "version": "version",
            "revision": "revision",
            "submitted_at": "submitted_at",
            "field": "field_id",
            "language_1": "language_1",
            "language_2": "language_2",
            "sha256": "sha256",
        },
    ),
    Source(
        kind=ItemKind.LETTER,
        rows=Letter.objects.published(),
        instant="published_at",
        columns={
            "number": "number",
            "recipient": "recipient_id",
            "event": "event",
            "key": "key",
            "about": "about",
            "language": "language",
            "subject": "subject",
            "body": "body",
            "created_at": "created_at",
            "published_at": "published_at",
        },
    ),
)
