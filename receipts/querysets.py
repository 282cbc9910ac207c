"""Reads of receipts and of the chain."""

from datetime import date
from typing import Any, Self

from django.db import models


class ReceiptQuerySet(models.QuerySet[Any]):
    def with_facts(self) -> Self:
        """What a receipt confirms to anybody: when, and the fingerprint. Nothing of the person is read."""
        return self.select_related("submission").only(
            "code", "submission__submitted_at", "submission__sha256"
        )


class ChainEntryQuerySet(models.QuerySet[Any]):
    def of_day(self, day: date) -> Self:
        """The entries of a day, in the order of the chain."""
        return self.filter(day=day).order_by("position")


class ChainDayQuerySet(models.QuerySet[Any]):
    def newest_first(self) -> Self:
        """As they are published."""
        return self.order_by("-day")

    def between(self, first: date | None, last: date | None) -> Self:
        """The days from `first` to `last`, both included; None leaves an end open."""
        found = self.order_by("day")
        if first is not None:
            found = found.filter(day__gte=first)
        return found if last is None else found.filter(day__lte=last)
