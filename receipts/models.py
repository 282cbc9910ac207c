"""Receipts that others can check, and the chain of digests over all that was handed in and sent."""

import uuid
from typing import Any, ClassVar

from django.db import models

from applications.models import Submission
from receipts.querysets import ChainDayQuerySet, ChainEntryQuerySet, ReceiptQuerySet


class Receipt(models.Model):
    """That somebody asked for the receipt of a submitted version; whoever knows its code can check it."""

    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="receipt")
    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    made_at = models.DateTimeField()

    objects = ReceiptQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.code)


class ItemKind(models.TextChoices):
    """What the chain is made of. Only programs and operators read these words."""

    SUBMISSION = "SUBMISSION", "submission"
    LETTER = "LETTER", "letter"


class ChainEntry(models.Model):
    """One item in the chain: its digest, and the digest of that and of the entry before it.

    Positions have no gaps. Rows are only added: a trigger refuses change and deletion.
    """

    position = models.BigIntegerField(primary_key=True)
    day = models.DateField()
    kind = models.CharField(max_length=10, choices=ItemKind)
    source_id = models.BigIntegerField()
    item_digest = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32)

    objects = ChainEntryQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["kind", "source_id"], name="chainentry_once"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["day", "position"], name="chainentry_of_day")]

    def __str__(self) -> str:
        return f"{self.position}: {self.kind} {self.source_id}"


class ChainDay(models.Model):
    """A closed day of Brussels: how many items, and the digest that is published. Rows are only added."""

    day = models.DateField(primary_key=True)
    items = models.PositiveIntegerField()
    first_position = models.BigIntegerField()
    previous = models.BinaryField(max_length=32)
    last = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32)
    closed_at = models.DateTimeField()

    objects = ChainDayQuerySet.as_manager()

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return self.day.isoformat()

    @property
    def digest_text(self) -> str:
        """The digest as it is published, in hexadecimal."""
        return bytes(self.digest).hex()


class ErasedItem(models.Model):
    """That the source of an entry was erased as the law wants it; the chain still holds its digest.

    Rows are only added: a trigger refuses change and deletion.
    """

    kind = models.CharField(max_length=10, choices=ItemKind)
    source_id = models.BigIntegerField()
    erased_at = models.DateTimeField()
    decision = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["kind", "source_id"], name="eraseditem_once"),
            models.CheckConstraint(
                condition=~models.Q(decision=""),
                name="eraseditem_has_decision",
                violation_error_message="Name the decision by which the item was erased.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.source_id}"
