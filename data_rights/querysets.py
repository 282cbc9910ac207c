"""Reads of requests, files of one's data, and policies."""

from datetime import date, datetime
from typing import Any, Self

from django.db import models

from data_rights.states import OPEN


class DataRequestQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """The requests of `user` herself."""
        return self.filter(person=user).order_by("-received_at", "-pk")

    def unanswered(self) -> Self:
        """Those that wait for an answer, the most urgent first."""
        return self.filter(state__in=OPEN).order_by("due_date", "pk")

    def overdue(self, today: date) -> Self:
        """Those whose answer is late."""
        return self.unanswered().filter(due_date__lt=today)


class DataExportQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """The files of `user` herself, newest first."""
        return self.filter(person=user).select_related("job").order_by("-asked_at", "-pk")

    def ready(self, now: datetime) -> Self:
        """Those that can be downloaded."""
        return self.exclude(path="").filter(expires_at__gt=now)

    def expired(self, now: datetime) -> Self:
        """Those whose time is over."""
        return self.filter(expires_at__lte=now)


class RetentionPolicyQuerySet(models.QuerySet[Any]):
    def in_force(self) -> Self:
        """Those that somebody has filled in and switched on."""
        return self.filter(is_enabled=True, months__isnull=False).order_by("category")
